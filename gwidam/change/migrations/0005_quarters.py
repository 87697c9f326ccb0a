
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('change', '0004_trackers_and_leaving'),
        ('listen', '0007_campaign_channel'),
        ('people', '0004_latin_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='improvement',
            name='improvement_ranked',
        ),
        migrations.AddField(
            model_name='improvement',
            name='broken',
            field=models.FloatField(default=0.0, help_text='share of the voices to whom a promise was broken'),
        ),
        migrations.AddField(
            model_name='improvement',
            name='pain',
            field=models.FloatField(default=0.0, help_text='0 to 1: mean heat of the voices'),
        ),
        migrations.AddField(
            model_name='improvement',
            name='trend',
            field=models.FloatField(default=1.0, help_text='1: as usual; above: really rising; below: falling'),
        ),
        migrations.AddField(
            model_name='reach',
            name='last_weeks',
            field=models.JSONField(default=dict, help_text='{Monday: people who asked last in that week}'),
        ),
        migrations.AddField(
            model_name='reach',
            name='lately',
            field=models.IntegerField(default=0, help_text='people who asked within that quarter'),
        ),
        # Until the hour in which they are counted by week, all of its people stand for its quarter.
        migrations.RunSQL("UPDATE change_reach SET lately = people", migrations.RunSQL.noop),
        migrations.AddField(
            model_name='reach',
            name='movement',
            field=models.JSONField(default=dict, help_text='of the last week, as `rules.Movement`; {} before a look'),
        ),
        migrations.AddField(
            model_name='reach',
            name='this_week',
            field=models.DateField(help_text='Monday of the running week, with which the quarter ends', null=True),
        ),
        migrations.AlterField(
            model_name='voicelink',
            name='letters',
            field=models.BigIntegerField(help_text='keyed hash: equal for copies of one text, near ones too'),
        ),
        migrations.AddIndex(
            model_name='improvement',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('state__in', ('proposed', 'scored', 'tabled', 'asked_more', 'approved', 'in_work', 'in_proof'))), fields=['-is_must', '-rank', 'id'], include=('effort', 'pain', 'broken', 'trend'), name='improvement_weighed'),
        ),
        migrations.AddIndex(
            model_name='improvement',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('state__in', ('proposed', 'scored', 'tabled', 'asked_more', 'approved', 'in_work', 'in_proof'))), fields=['owner', '-is_must', '-rank', 'id'], name='improvement_owned'),
        ),
        migrations.AddIndex(
            model_name='improvement',
            index=models.Index(condition=models.Q(('merged_into__isnull', True), ('state__in', ('proposed', 'scored', 'tabled', 'asked_more', 'approved', 'in_work', 'in_proof'))), fields=['proposed_by', '-is_must', '-rank', 'id'], name='improvement_mine'),
        ),
        migrations.AddIndex(
            model_name='voicelink',
            index=models.Index(fields=['counted_at', 'letters', '-week'], name='voicelink_latest'),
        ),
    ]
