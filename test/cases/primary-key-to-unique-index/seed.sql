insert into teams values (1, 'a', 'b');
