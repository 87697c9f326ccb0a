# Talks, their lines and offers, seats, and ready answers

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0010_chat_channel'),
        ('own', '0007_answers_by_line'),
        ('people', '0004_latin_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ReadyAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title_ko', models.CharField(max_length=80)),
                ('title_en', models.CharField(blank=True, max_length=80)),
                ('text_ko', models.TextField()),
                ('text_en', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['title_ko'],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_at', models.DateTimeField()),
                ('employee', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seat', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('key', models.CharField(help_text="SHA-256 of the key the customer's browser made", max_length=64, unique=True)),
                ('language', models.CharField(max_length=2)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('running', 'running'), ('ended', 'ended')], default='waiting', max_length=8)),
                ('began_at', models.DateTimeField()),
                ('waits_since', models.DateTimeField(help_text='when it began, or was let go again')),
                ('said', models.PositiveIntegerField(default=0, help_text='number of the last line')),
                ('said_at', models.DateTimeField(help_text='when the last line was said')),
                ('seen_at', models.DateTimeField(help_text="when the customer's window was last open")),
                ('customer_wrote_at', models.DateTimeField(null=True)),
                ('keeper_wrote_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(help_text='“anything else?” was asked and nothing came since', null=True)),
                ('is_answered', models.BooleanField(default=False, help_text='the keeper says that the talk itself is the answer')),
                ('ended_at', models.DateTimeField(null=True)),
                ('because', models.CharField(blank=True, choices=[('customer', 'the customer ended it'), ('employee', 'nothing else was asked'), ('nobody', 'nobody was on duty'), ('waited', 'nobody could take it in time'), ('away', 'the customer went away'), ('silent', 'nobody wrote any more')], max_length=8)),
                ('tick_at', models.DateTimeField(null=True)),
                ('channel', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='listen.channel')),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='people.customer')),
                ('keeper', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='talks', to=settings.AUTH_USER_MODEL)),
                ('voice', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='talk', to='listen.voice')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state', 'waiting')), fields=['channel', 'waits_since'], name='talk_waiting'),
                    models.Index(condition=models.Q(('state', 'running')), fields=['keeper'], name='talk_running'),
                    models.Index(condition=models.Q(('tick_at__isnull', False)), fields=['tick_at'], name='talk_tick'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'running', 'ended'])), name='talk_state_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'running'), _negated=True), ('keeper__isnull', False), _connector='OR'), name='talk_running_has_a_keeper'),
                    models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', False), ('state', 'ended'), ('tick_at__isnull', True), ('voice__isnull', False)), models.Q(models.Q(('state', 'ended'), _negated=True), ('ended_at__isnull', True), ('tick_at__isnull', False), ('voice__isnull', True)), _connector='OR'), name='talk_ended_is_a_voice'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TalkLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=64)),
                ('side', models.CharField(choices=[('customer', 'customer'), ('employee', 'employee'), ('house', 'the house itself')], max_length=8)),
                ('text', models.TextField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('talk', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='own.talk')),
            ],
            options={
                'ordering': ['number'],
            
                'constraints': [
                    models.UniqueConstraint(fields=('talk', 'number'), name='line_numbered_once'),
                    models.UniqueConstraint(fields=('talk', 'key'), name='line_said_once'),
                ],
            },
        ),
        migrations.CreateModel(
            name='TalkOffer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('offered_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='somebody is waiting in the window: minutes, around the clock')),
                ('state', models.CharField(choices=[('offered', 'offered'), ('accepted', 'accepted'), ('bounced', 'bounced'), ('expired', 'expired'), ('withdrawn', 'withdrawn')], default='offered', max_length=10)),
                ('decided_at', models.DateTimeField(null=True)),
                ('bounce_reason', models.TextField(blank=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('giver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('talk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='offers', to='own.talk')),
                ('to_department', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.department')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state', 'offered')), fields=['to_department'], name='talk_offers'),
                    models.Index(condition=models.Q(('state', 'offered')), fields=['due_at'], name='talk_offer_due'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['offered', 'accepted', 'bounced', 'expired', 'withdrawn'])), name='talk_offer_state_is_known'),
                    models.UniqueConstraint(condition=models.Q(('state', 'offered')), fields=('talk',), name='one_talk_offer_at_a_time'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'bounced'), _negated=True), models.Q(('bounce_reason', ''), _negated=True), _connector='OR'), name='talk_bounce_has_a_reason'),
                ],
            },
        ),
    ]
