import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('listen', '0004_deliveries_by_name'),
        ('moments', '0001_initial'),
        ('own', '0005_saved_searches'),
        ('people', '0003_fewer_indexes'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='case',
            name='merged_into',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='behind', to='own.case'),
        ),
        migrations.AlterField(
            model_name='case',
            name='receipt',
            field=models.CharField(max_length=10),
        ),
        migrations.AlterField(
            model_name='promise',
            name='department',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='people.department'),
        ),
        migrations.AlterField(
            model_name='promise',
            name='standard',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='promises', to='moments.standard'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='case_behind'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=models.UniqueConstraint(fields=('receipt',), name='case_receipt'),
        ),
    ]
