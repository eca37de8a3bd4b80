CREATE TABLE public.schema_migrations (version character varying NOT NULL);
CREATE TABLE public.invoices (
    id bigint NOT NULL,
    account_id bigint NOT NULL,
    total numeric(10,2) NOT NULL,
    note text
);
CREATE SEQUENCE public.invoices_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER TABLE ONLY public.invoices ALTER COLUMN id SET DEFAULT nextval('public.invoices_id_seq'::regclass);
ALTER TABLE ONLY public.invoices ADD CONSTRAINT invoices_pkey PRIMARY KEY (id);
CREATE INDEX index_invoices_on_account_id ON public.invoices USING btree (account_id);
INSERT INTO "schema_migrations" (version) VALUES
('20240110090000');
