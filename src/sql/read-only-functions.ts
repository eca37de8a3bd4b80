/**
 * Functions that come with PostgreSQL (and a few of its extensions) and change nothing but what they return; chapter 9 of the manual. A statement
 * that calls any other function may write, and is treated so: a name that is missing here costs a rolled back transaction.
 */
export const READ_ONLY_FUNCTIONS: ReadonlySet<string> = new Set(
  `
  abs acos age any_value area array_agg array_append array_cat array_dims array_fill array_length array_lower
  array_ndims array_position array_positions array_prepend array_remove array_replace array_sample array_shuffle
  array_to_json array_to_string array_to_tsvector array_upper ascii asin atan atan2 avg bit_and bit_count
  bit_length bit_or bit_xor bool_and bool_or box broadcast btrim cardinality cbrt ceil ceiling center char_length
  character_length chr circle clock_timestamp col_description concat concat_ws convert convert_from convert_to
  corr cos cosh cot count covar_pop covar_samp crc32 crc32c cume_dist current_database current_schema
  current_schemas current_setting current_user date date_add date_bin date_part date_subtract date_trunc
  datemultirange daterange decode degrees dense_rank diameter div encode enum_first enum_last enum_range every exp
  extract factorial first_value float4 float8 floor format format_type gcd gen_random_uuid generate_series
  generate_subscripts get_bit get_byte get_current_ts_config greatest has_column_privilege has_database_privilege
  has_function_privilege has_schema_privilege has_sequence_privilege has_table_privilege height host hostmask
  initcap int2 int4 int4multirange int4range int8 int8multirange int8range isclosed isempty isfinite isopen
  json_agg json_array_elements json_array_elements_text json_array_length json_build_array json_build_object
  json_each json_each_text json_extract_path json_extract_path_text json_object json_object_agg json_object_keys
  json_populate_record json_populate_recordset json_strip_nulls json_to_record json_to_recordset json_to_tsvector
  json_typeof jsonb_agg jsonb_array_elements jsonb_array_elements_text jsonb_array_length jsonb_build_array
  jsonb_build_object jsonb_concat jsonb_each jsonb_each_text jsonb_extract_path jsonb_extract_path_text
  jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys jsonb_path_exists jsonb_path_exists_tz
  jsonb_path_match jsonb_path_match_tz jsonb_path_query jsonb_path_query_array jsonb_path_query_array_tz
  jsonb_path_query_first jsonb_path_query_first_tz jsonb_path_query_tz jsonb_populate_record
  jsonb_populate_recordset jsonb_pretty jsonb_set jsonb_set_lax jsonb_strip_nulls jsonb_to_record
  jsonb_to_recordset jsonb_to_tsvector jsonb_typeof justify_days justify_hours justify_interval lag last_value lcm
  lead least left length like like_escape line ln log log10 lower lower_inc lower_inf lpad lseg ltrim make_date
  make_interval make_time make_timestamp make_timestamptz masklen max md5 min min_scale mod mode multirange
  netmask network normalize notlike now npoints nth_value ntile num_nonnulls num_nulls numeric nummultirange
  numnode numrange obj_description octet_length overlaps overlay parse_ident path percent_rank percentile_cont
  percentile_disc pg_backend_pid pg_column_size pg_database_size pg_get_constraintdef pg_get_expr
  pg_get_functiondef pg_get_indexdef pg_get_serial_sequence pg_get_userbyid pg_get_viewdef pg_indexes_size
  pg_is_in_recovery pg_relation_size pg_size_pretty pg_sleep pg_table_is_visible pg_table_size
  pg_total_relation_size pg_typeof phraseto_tsquery pi plainto_tsquery point polygon position pow power querytree
  quote_ident quote_literal quote_nullable radians radius random random_normal range_agg range_intersect_agg
  range_merge rank regexp_count regexp_instr regexp_like regexp_match regexp_matches regexp_replace
  regexp_split_to_array regexp_split_to_table regexp_substr regr_avgx regr_avgy regr_count regr_intercept regr_r2
  regr_slope regr_sxx regr_sxy regr_syy repeat replace reverse right round row_number row_to_json rpad rtrim scale
  session_user set_bit set_byte setweight sha224 sha256 sha384 sha512 shobj_description sign similar_to_escape
  similarity sin sinh split_part sqrt starts_with statement_timestamp stddev stddev_pop stddev_samp
  strict_word_similarity string_agg string_to_array string_to_table strip strpos substr substring sum tan tanh
  text timeofday timestamp timestamptz timezone to_ascii to_bin to_char to_date to_hex to_json to_jsonb to_number
  to_oct to_regclass to_regnamespace to_regproc to_regprocedure to_regrole to_regtype to_timestamp to_tsquery
  to_tsvector transaction_timestamp translate trim_array trim_scale trunc ts_delete ts_filter ts_headline
  ts_lexize ts_parse ts_rank ts_rank_cd ts_rewrite ts_token_type tsquery_phrase tsrange tstzmultirange tstzrange
  tsvector_to_array txid_current_if_assigned unistr unnest upper upper_inc upper_inf uuid_extract_timestamp
  uuid_extract_version uuid_generate_v4 uuidv4 uuidv7 var_pop var_samp variance version websearch_to_tsquery width
  width_bucket word_similarity xml_is_well_formed xmlagg xmlcomment xmlexists xpath xpath_exists
`
    .trim()
    .split(/\s+/),
)
