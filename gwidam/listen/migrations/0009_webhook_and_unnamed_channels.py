# Doors for webhooks of other systems, and for colleagues who give no name

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0008_open311_channel'),
    ]

    operations = [
        migrations.AlterField(
            model_name='channel',
            name='kind',
            field=models.CharField(choices=[('web', 'web form'), ('phone', 'phone'), ('counter', 'shop counter'), ('portal', "colleagues' portal"), ('import', 'file import'), ('api', 'API'), ('campaign', '“please fix it”'), ('open311', 'Open311'), ('webhook', 'inbound webhook'), ('unnamed', 'colleagues, without a name')], max_length=12),
        ),
    ]
