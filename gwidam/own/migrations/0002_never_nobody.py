from django.db import migrations

SQL = """
-- Guardian and holder of a case in keeping are employees who are here. FOR SHARE makes an employee who is
-- leaving in this very moment wait for us, or us for them.
CREATE FUNCTION own_case_has_active_people() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    here integer;
BEGIN
    IF NEW.state = 'closed' THEN
        RETURN NEW;
    END IF;
    SELECT count(*) INTO here FROM (
        SELECT 1 FROM people_employee
        WHERE id IN (NEW.guardian_id, NEW.holder_id) AND is_active ORDER BY id FOR SHARE
    ) AS active;
    IF here < (CASE WHEN NEW.guardian_id = NEW.holder_id THEN 1 ELSE 2 END) THEN
        RAISE EXCEPTION 'a case needs an active guardian and an active holder'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'case_never_nobody';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER own_case_never_nobody BEFORE INSERT OR UPDATE OF guardian_id, holder_id, state ON own_case
    FOR EACH ROW EXECUTE FUNCTION own_case_has_active_people();

CREATE FUNCTION own_employee_is_free_to_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM own_case WHERE guardian_id = NEW.id AND state IN ('open', 'answered')
        UNION ALL
        SELECT 1 FROM own_case WHERE holder_id = NEW.id AND state IN ('open', 'answered')
        UNION ALL
        SELECT 1 FROM own_case WHERE state = 'merged' AND (guardian_id = NEW.id OR holder_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'cases still name this employee'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'employee_re_homed_first';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER own_employee_re_homed_first BEFORE UPDATE OF is_active ON people_employee
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION own_employee_is_free_to_leave();
"""

UNDO = """
DROP TRIGGER own_employee_re_homed_first ON people_employee;
DROP FUNCTION own_employee_is_free_to_leave();
DROP TRIGGER own_case_never_nobody ON own_case;
DROP FUNCTION own_case_has_active_people();
"""


class Migration(migrations.Migration):
    dependencies = [("own", "0001_initial")]
    operations = [migrations.RunSQL(SQL, UNDO)]
