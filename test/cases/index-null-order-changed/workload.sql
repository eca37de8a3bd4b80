-- name: players.top
select id, score from players order by score desc nulls last limit 10;
-- name: players.ofScore
select count(*) from players where score = 700;
