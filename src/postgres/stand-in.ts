/** The comment on a schema that stands in for one of a platform's: what is in it is nobody's choice here. */
export const STAND_IN = 'Stand-in of pgverdict'
