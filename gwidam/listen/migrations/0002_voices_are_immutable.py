from django.db import migrations

SQL = """
CREATE FUNCTION listen_voice_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.erased_at IS NOT NULL AND NEW.text = '' AND NEW.receipt = OLD.receipt THEN
        RETURN NEW;  -- erasure takes the words away
    END IF;
    RAISE EXCEPTION 'voices are immutable' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER listen_voice_immutable BEFORE UPDATE OR DELETE ON listen_voice
    FOR EACH ROW EXECUTE FUNCTION listen_voice_is_immutable();
"""

UNDO = """
DROP TRIGGER listen_voice_immutable ON listen_voice;
DROP FUNCTION listen_voice_is_immutable();
"""


class Migration(migrations.Migration):
    dependencies = [("listen", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
