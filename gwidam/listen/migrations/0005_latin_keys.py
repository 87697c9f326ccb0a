from django.db import migrations, models

# Keys follow from the words: they may be written anew, alone.
SQL = """
CREATE OR REPLACE FUNCTION listen_voice_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF NEW.erased_at IS NOT NULL AND NEW.text = '' AND NEW.receipt = OLD.receipt THEN
            RETURN NEW;  -- erasure takes the words away
        END IF;
        OLD.grams := NEW.grams;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;  -- other search keys for the same words
        END IF;
    END IF;
    RAISE EXCEPTION 'voices are immutable' USING ERRCODE = 'integrity_constraint_violation';
END $$;

INSERT INTO listen_keyrenewal (below, renewed)
SELECT max(id) + 1, 0 FROM listen_voice HAVING max(id) IS NOT NULL;
"""

UNDO = """
CREATE OR REPLACE FUNCTION listen_voice_is_immutable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.erased_at IS NOT NULL AND NEW.text = '' AND NEW.receipt = OLD.receipt THEN
        RETURN NEW;  -- erasure takes the words away
    END IF;
    RAISE EXCEPTION 'voices are immutable' USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("listen", "0004_deliveries_by_name")]
    operations = [
        migrations.CreateModel(
            name="KeyRenewal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("below", models.BigIntegerField(help_text="voices with a smaller number are left")),
                ("renewed", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
