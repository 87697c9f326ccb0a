import django.db.models.deletion
import gwidam.core.sealed
from django.conf import settings
from django.db import migrations, models

SQL = """
-- Whoever an improvement in hand, an item, a campaign or a meeting names is an employee who is here. FOR SHARE makes
-- an employee who is leaving in this very moment wait for us, or us for them.
CREATE FUNCTION change_somebody_is_here(wanted bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    missing integer;
BEGIN
    SELECT count(*) INTO missing FROM (
        SELECT is_active FROM people_employee WHERE id = ANY (wanted) ORDER BY id FOR SHARE
    ) AS named WHERE NOT is_active;
    RETURN missing = 0;
END $$;

CREATE FUNCTION change_improvement_has_active_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state IN ('declined', 'told', 'verified') OR change_somebody_is_here(ARRAY[
        NEW.owner_id, CASE WHEN NEW.state = 'asked_more' THEN NEW.asked_of_id END
    ]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'an improvement in hand names somebody who has left'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'improvement_never_nobody';
END $$;

CREATE TRIGGER change_improvement_never_nobody BEFORE INSERT OR UPDATE OF owner_id, asked_of_id, state
    ON change_improvement FOR EACH ROW EXECUTE FUNCTION change_improvement_has_active_people();

CREATE FUNCTION change_owner_is_here() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF change_somebody_is_here(ARRAY[NEW.owner_id]) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'somebody who has left cannot own this'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'owner_never_nobody';
END $$;

CREATE TRIGGER change_item_never_nobody BEFORE INSERT OR UPDATE OF owner_id ON change_meetingitem
    FOR EACH ROW EXECUTE FUNCTION change_owner_is_here();
CREATE TRIGGER change_campaign_never_nobody BEFORE INSERT OR UPDATE OF owner_id ON change_campaign
    FOR EACH ROW EXECUTE FUNCTION change_owner_is_here();

CREATE FUNCTION change_employee_is_free_to_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM change_improvement WHERE owner_id = NEW.id AND state NOT IN ('declined', 'told', 'verified')
        UNION ALL
        SELECT 1 FROM change_improvement WHERE state = 'asked_more' AND asked_of_id = NEW.id
        UNION ALL
        SELECT 1 FROM change_meetingitem item JOIN change_meeting meeting ON meeting.id = item.meeting_id
        WHERE item.owner_id = NEW.id AND (
            meeting.state <> 'closed'
            OR item.presented_at IS NOT NULL AND item.ruling_id IS NULL
            OR EXISTS (SELECT 1 FROM change_followup row WHERE row.item_id = item.id AND row.done_at IS NULL)
        )
        UNION ALL
        SELECT 1 FROM change_campaign campaign WHERE campaign.owner_id = NEW.id AND (
            campaign.ended_at IS NULL
            OR EXISTS (
                SELECT 1 FROM change_idea idea
                WHERE idea.campaign_id = campaign.id AND idea.state IN ('submitted', 'in_review')
            )
        )
        UNION ALL
        SELECT 1 FROM change_evaluation asked JOIN change_idea idea ON idea.id = asked.idea_id
        WHERE asked.evaluator_id = NEW.id AND asked.done_at IS NULL AND idea.state IN ('submitted', 'in_review')
        UNION ALL
        SELECT 1 FROM change_meeting
        WHERE state <> 'closed' AND (sponsor_id = NEW.id OR facilitator_id = NEW.id)
    ) THEN
        RAISE EXCEPTION 'improvements, campaigns or meetings still name this employee'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'employee_re_homed_first';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER change_employee_re_homed_first BEFORE UPDATE OF is_active ON people_employee
    FOR EACH ROW WHEN (OLD.is_active AND NOT NEW.is_active) EXECUTE FUNCTION change_employee_is_free_to_leave();
"""

UNDO = """
DROP TRIGGER change_employee_re_homed_first ON people_employee;
DROP FUNCTION change_employee_is_free_to_leave();
DROP TRIGGER change_campaign_never_nobody ON change_campaign;
DROP TRIGGER change_item_never_nobody ON change_meetingitem;
DROP FUNCTION change_owner_is_here();
DROP TRIGGER change_improvement_never_nobody ON change_improvement;
DROP FUNCTION change_improvement_has_active_people();
DROP FUNCTION change_somebody_is_here(bigint[]);
"""


class Migration(migrations.Migration):

    dependencies = [
        ('change', '0003_campaigns_and_meetings'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tracker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('github', 'GitHub'), ('jira', 'Jira')], max_length=8)),
                ('url', models.URLField(help_text='of its API', max_length=300)),
                ('project', models.CharField(help_text='owner/name, or the key of a Jira project', max_length=140)),
                ('account', models.CharField(blank=True, help_text='whose token it is, in the cloud of Jira', max_length=254)),
                ('token', gwidam.core.sealed.SealedTextField()),
                ('secret', gwidam.core.sealed.SealedTextField(help_text='with which its webhooks are signed')),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('failed', models.CharField(blank=True, help_text='why it does not do what it is asked', max_length=10)),
                ('failed_at', models.DateTimeField(null=True)),
                ('succeeded_at', models.DateTimeField(null=True)),
                ('rung_at', models.DateTimeField(help_text='when its last webhook came', null=True)),
                ('cursor', models.DateTimeField(null=True)),
                ('poll_at', models.DateTimeField(help_text='when it is asked next', null=True)),
                ('tries', models.PositiveIntegerField(default=0, help_text='since it last answered')),
                ('rest_until', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('kind__in', ['github', 'jira'])), name='tracker_kind_is_known'),
                    models.CheckConstraint(condition=models.Q(('failed__in', ['', 'away', 'broken', 'limited', 'stranger', 'forbidden', 'missing', 'refused', 'closed', 'odd'])), name='tracker_failure_is_known'),
                    models.UniqueConstraint(fields=('url', 'project'), name='tracker_connected_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TrackerIssue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=40, unique=True)),
                ('asked_at', models.DateTimeField()),
                ('tick_at', models.DateTimeField(help_text='when it is made, or tried again; empty once it is there', null=True)),
                ('tries', models.PositiveIntegerField(default=0)),
                ('failed', models.CharField(blank=True, help_text='why it could not be made the last time', max_length=10)),
                ('key', models.CharField(blank=True, help_text="the tracker's name for it, once it is made", max_length=60)),
                ('url', models.URLField(blank=True, max_length=400)),
                ('state', models.CharField(blank=True, help_text='over there', max_length=8)),
                ('assignee', models.CharField(blank=True, help_text='over there', max_length=120)),
                ('comments', models.PositiveIntegerField(default=0)),
                ('changed_at', models.DateTimeField(help_text="over there, by the tracker's clock", null=True)),
                ('said', models.CharField(blank=True, max_length=10)),
                ('said_at', models.DateTimeField(null=True)),
                ('set_aside_at', models.DateTimeField(help_text='when somebody saw it, and did nothing', null=True)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='change.improvement')),
                ('tracker', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='issues', to='change.tracker')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('tick_at__isnull', False)), fields=['tick_at'], name='issue_to_make'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('tracker', 'improvement'), name='one_issue_in_a_tracker'),
                    models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('tracker', 'key'), name='issue_named_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['', 'open', 'working', 'closed', 'dropped', 'gone'])), name='issue_state_is_known'),
                    models.CheckConstraint(condition=models.Q(('key', ''), ('tick_at__isnull', True), _connector='OR'), name='issue_is_made_once'),
                ],
            },
        ),
        migrations.RunSQL(SQL, UNDO),
    ]
