-- name: employees.reports
select m.name, e.name from employees m join employees e on e.manager_id = m.id where m.name = 'employee 77';
-- name: employees.manager
select m.name from employees e join employees m on m.id = e.manager_id where e.name = 'employee 77';
