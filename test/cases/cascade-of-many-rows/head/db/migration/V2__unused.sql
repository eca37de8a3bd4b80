drop index vote_post;
