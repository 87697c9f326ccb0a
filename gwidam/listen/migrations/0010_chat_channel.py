# Live chat: a channel with the web sites that may show its window

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0009_ears'),
    ]

    operations = [
        migrations.AddField(
            model_name='channel',
            name='origins',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), default=list, help_text='web sites that may show the chat window', size=None),
        ),
        migrations.AlterField(
            model_name='channel',
            name='kind',
            field=models.CharField(choices=[('web', 'web form'), ('phone', 'phone'), ('counter', 'shop counter'), ('portal', "colleagues' portal"), ('import', 'file import'), ('api', 'API'), ('campaign', '“please fix it”'), ('open311', 'Open311'), ('chat', 'live chat')], max_length=12),
        ),
    ]
