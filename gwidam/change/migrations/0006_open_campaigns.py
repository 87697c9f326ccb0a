import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('change', '0005_quarters'),
        ('people', '0004_latin_keys'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='campaign',
            name='is_open',
            field=models.BooleanField(default=False, help_text='customers see ideas, support them and comment'),
        ),
        migrations.AddField(
            model_name='idea',
            name='shown_by',
            field=models.ForeignKey(db_index=False, help_text='who let it show on the page of an open campaign', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='idea',
            name='shown_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='idea',
            name='unshown_why',
            field=models.CharField(blank=True, help_text='why it does not show there', max_length=300),
        ),
        migrations.AddField(
            model_name='ideasupport',
            name='customer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='idea_supports', to='people.customer'),
        ),
        migrations.AddField(
            model_name='ideacomment',
            name='customer',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.customer'),
        ),
        migrations.AddField(
            model_name='ideacomment',
            name='shown_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='campaign',
            constraint=models.CheckConstraint(condition=models.Q(('is_open', False), models.Q(('audience', 'customers'), ('is_anonymous', False)), _connector='OR'), name='open_to_customers_with_names'),
        ),
        migrations.AddConstraint(
            model_name='idea',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shown_at__isnull', True), ('shown_by__isnull', True)), models.Q(('shown_at__isnull', False), ('shown_by__isnull', False), ('unshown_why', '')), _connector='OR'), name='shown_by_somebody'),
        ),
    ]
