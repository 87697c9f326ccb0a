import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('change', '0002_tellings'),
        ('listen', '0007_campaign_channel'),
        ('people', '0002_customer_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Campaign',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_ko', models.CharField(blank=True, max_length=160)),
                ('title_en', models.CharField(blank=True, max_length=160)),
                ('text_ko', models.TextField(blank=True)),
                ('text_en', models.TextField(blank=True)),
                ('theme_words', models.CharField(blank=True, help_text='what it is about, with commas', max_length=200)),
                ('opens_on', models.DateField()),
                ('last_on', models.DateField(help_text='the last day on which ideas are taken')),
                ('audience', models.CharField(choices=[('employees', 'all colleagues'), ('departments', 'some departments'), ('customers', 'customers, by a link')], max_length=12)),
                ('is_anonymous', models.BooleanField(default=False)),
                ('key', models.CharField(help_text='of the link customers are given', max_length=32, null=True, unique=True)),
                ('salt', models.CharField(blank=True, help_text="of supporters' marks; empty once it has ended", max_length=32)),
                ('points_submitted', models.PositiveSmallIntegerField(default=0)),
                ('points_accepted', models.PositiveSmallIntegerField(default=0)),
                ('points_done', models.PositiveSmallIntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('channel', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='campaign', to='listen.channel')),
                ('departments', models.ManyToManyField(blank=True, related_name='campaigns', to='people.department')),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='campaigns', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(models.Q(('title_ko', ''), _negated=True), models.Q(('title_en', ''), _negated=True), _connector='OR'), name='campaign_has_a_title'),
                    models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('opens_on'))), name='campaign_ends_after_it_opens'),
                    models.CheckConstraint(condition=models.Q(models.Q(('audience', 'customers'), ('key__isnull', False)), models.Q(models.Q(('audience', 'customers'), _negated=True), ('key__isnull', True)), _connector='OR'), name='customers_come_by_a_link'),
                    models.CheckConstraint(condition=models.Q(('is_anonymous', False), models.Q(('points_accepted', 0), ('points_done', 0), ('points_submitted', 0)), _connector='OR'), name='no_points_without_names'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Idea',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('grams', django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), default=list, help_text='of title and text, to find like ones', size=None)),
                ('on', models.DateField(help_text='the day it was handed in')),
                ('state', models.CharField(choices=[('submitted', 'submitted'), ('in_review', 'in_review'), ('folded', 'folded'), ('accepted', 'accepted'), ('declined', 'declined'), ('done', 'done')], default='submitted', max_length=10)),
                ('was', models.CharField(blank=True, help_text='the state before it was decided or folded', max_length=10)),
                ('answer', models.TextField(blank=True, help_text='the official answer')),
                ('decision', models.UUIDField(db_index=True, null=True)),
                ('decided_at', models.DateTimeField(null=True)),
                ('tell_at', models.DateTimeField(help_text='when the answer leaves; until then it can be taken back', null=True)),
                ('told_at', models.DateTimeField(null=True)),
                ('supporters', models.PositiveIntegerField(default=0)),
                ('comments', models.PositiveIntegerField(default=0)),
                ('spread', models.PositiveSmallIntegerField(default=0, help_text='how far evaluators stand apart, 0 to 4')),
                ('campaign', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='change.campaign')),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('department', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='people.department')),
                ('employee', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to=settings.AUTH_USER_MODEL)),
                ('folded_into', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='behind', to='change.idea')),
                ('improvement', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ideas', to='change.improvement')),
                ('voice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='idea', to='listen.voice')),
            ],
            options={
                'indexes': [
                    models.Index(fields=['campaign', 'state', '-id'], name='idea_newest'),
                    models.Index(fields=['campaign', '-supporters', '-id'], name='idea_most_wanted'),
                    models.Index(fields=['campaign', '-spread', '-id'], name='idea_most_disputed'),
                    models.Index(condition=models.Q(('tell_at__isnull', False)), fields=['tell_at'], name='idea_to_tell'),
                    django.contrib.postgres.indexes.GinIndex(fields=['grams'], name='idea_grams'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['submitted', 'in_review', 'folded', 'accepted', 'declined', 'done'])), name='idea_state_is_known'),
                    models.CheckConstraint(condition=models.Q(('folded_into', models.F('id')), _negated=True), name='idea_not_into_itself'),
                    models.CheckConstraint(condition=models.Q(models.Q(('folded_into__isnull', False), ('state', 'folded')), models.Q(models.Q(('state', 'folded'), _negated=True), ('folded_into__isnull', True)), _connector='OR'), name='folded_into_another'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'done']), _negated=True), ('improvement__isnull', False), _connector='OR'), name='accepted_with_an_improvement'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['accepted', 'declined', 'done']), _negated=True), models.Q(models.Q(('answer', ''), _negated=True), ('decided_by__isnull', False)), _connector='OR'), name='decided_with_an_answer'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Evaluation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('value', models.PositiveSmallIntegerField(null=True)),
                ('feasibility', models.PositiveSmallIntegerField(null=True)),
                ('note', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('evaluator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evaluations', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='evaluations', to='change.idea')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('idea', 'evaluator'), name='idea_evaluated_once_each'),
                    models.CheckConstraint(condition=models.Q(models.Q(('done_at__isnull', True), ('feasibility__isnull', True), ('value__isnull', True)), models.Q(('done_at__isnull', False), ('feasibility__range', (1, 5)), ('value__range', (1, 5))), _connector='OR'), name='marks_from_1_to_5'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IdeaComment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('on', models.DateField()),
                ('hidden_why', models.CharField(blank=True, max_length=300)),
                ('employee', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('hidden_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='said', to='change.idea')),
            ],
            options={
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('hidden_by__isnull', True), models.Q(('hidden_why', ''), _negated=True), _connector='OR'), name='hidden_with_a_reason'),
                ],
            },
        ),
        migrations.CreateModel(
            name='IdeaSupport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=40)),
                ('idea', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='supports', to='change.idea')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('idea', 'mark'), name='idea_supported_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=160)),
                ('goal', models.TextField(help_text='what it is to reach, measurable')),
                ('scope', models.TextField(blank=True, help_text='what belongs to it, and what does not')),
                ('ground_rules', models.TextField(blank=True)),
                ('starts_at', models.DateTimeField()),
                ('place', models.CharField(blank=True, max_length=120)),
                ('votes_each', models.PositiveSmallIntegerField(default=4)),
                ('seconds_each', models.PositiveSmallIntegerField(default=300, help_text='for an item')),
                ('state', models.CharField(choices=[('framed', 'framed'), ('gallery', 'gallery'), ('town_meeting', 'town_meeting'), ('closed', 'closed')], default='framed', max_length=12)),
                ('clock_ends_at', models.DateTimeField(null=True)),
                ('clock_left', models.IntegerField(default=0)),
                ('made_at', models.DateTimeField()),
                ('closed_at', models.DateTimeField(null=True)),
                ('campaign', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='change.campaign')),
                ('facilitator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facilitated', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('sponsor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sponsored', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [
                    models.Index(fields=['-starts_at'], name='meeting_latest'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['framed', 'gallery', 'town_meeting', 'closed'])), name='meeting_state_is_known'),
                    models.CheckConstraint(condition=models.Q(('votes_each__range', (1, 20))), name='some_votes_each'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MeetingItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('votes', models.PositiveIntegerField(default=0)),
                ('presented_at', models.DateTimeField(null=True)),
                ('improvement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meeting_items', to='change.improvement')),
                ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='items', to='change.meeting')),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_items', to=settings.AUTH_USER_MODEL)),
                ('ruling', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='meeting_item', to='change.ruling')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'improvement'), name='brought_once'),
                    models.CheckConstraint(condition=models.Q(('presented_at__isnull', True), ('owner__isnull', False), _connector='OR'), name='owner_named_before_presenting'),
                    models.CheckConstraint(condition=models.Q(('ruling__isnull', True), ('presented_at__isnull', False), _connector='OR'), name='presented_before_ruled'),
                ],
            },
        ),
        migrations.AddField(
            model_name='meeting',
            name='current',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='change.meetingitem'),
        ),
        migrations.CreateModel(
            name='FollowUp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('days', models.PositiveSmallIntegerField()),
                ('due_on', models.DateField()),
                ('tick_at', models.DateTimeField(null=True)),
                ('reminded', models.PositiveSmallIntegerField(default=0)),
                ('result', models.TextField(blank=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='follow_ups', to='change.meetingitem')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('tick_at__isnull', False)), fields=['tick_at'], name='follow_up_due'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('item', 'days'), name='one_follow_up_a_term'),
                    models.CheckConstraint(condition=models.Q(('done_at__isnull', True), models.Q(('result', ''), _negated=True), _connector='OR'), name='followed_up_in_words'),
                ],
            },
        ),
        migrations.CreateModel(
            name='MeetingTeam',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='teams', to='change.meeting')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'name'), name='team_named_once'),
                ],
            },
        ),
        migrations.AddField(
            model_name='meetingitem',
            name='team',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='items', to='change.meetingteam'),
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=2)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('meeting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='minutes', to='change.meeting')),
            ],
            options={
                'verbose_name_plural': 'minutes',
            },
        ),
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('employee', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workouts', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='change.meeting')),
                ('team', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='participants', to='change.meetingteam')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('meeting', 'employee'), name='takes_part_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='GalleryVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='change.meetingitem')),
                ('participant', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='ballots', to='change.participant')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('item', 'participant'), name='one_vote_for_an_item'),
                ],
            },
        ),
    ]
