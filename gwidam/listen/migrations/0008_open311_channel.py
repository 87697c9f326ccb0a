# A door for other systems that speak Open311

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0007_campaign_channel'),
    ]

    operations = [
        migrations.AlterField(
            model_name='channel',
            name='kind',
            field=models.CharField(choices=[('web', 'web form'), ('phone', 'phone'), ('counter', 'shop counter'), ('portal', "colleagues' portal"), ('import', 'file import'), ('api', 'API'), ('campaign', '“please fix it”'), ('open311', 'Open311')], max_length=12),
        ),
    ]
