from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listen", "0003_voices_by_hour")]
    operations = [
        migrations.RemoveConstraint(model_name="delivery", name="delivered_once"),
        migrations.AddConstraint(
            model_name="delivery", constraint=models.UniqueConstraint(fields=("key",), name="delivered_once")
        ),
    ]
