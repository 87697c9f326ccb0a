from django.db import migrations

SQL = """
CREATE SEQUENCE gwidam_ids INCREMENT BY 64;

CREATE FUNCTION core_fact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.personal IS NULL AND to_jsonb(NEW) - 'personal' = to_jsonb(OLD) - 'personal' THEN
        RETURN NEW;  -- shredding takes the personal part and nothing else
    END IF;
    RAISE EXCEPTION 'facts are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER core_fact_append_only BEFORE UPDATE OR DELETE ON core_fact
    FOR EACH ROW EXECUTE FUNCTION core_fact_is_append_only();
CREATE TRIGGER core_fact_no_truncate BEFORE TRUNCATE ON core_fact
    FOR EACH STATEMENT EXECUTE FUNCTION core_fact_is_append_only();
"""

UNDO = """
DROP TRIGGER core_fact_no_truncate ON core_fact;
DROP TRIGGER core_fact_append_only ON core_fact;
DROP FUNCTION core_fact_is_append_only();
DROP SEQUENCE gwidam_ids;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
