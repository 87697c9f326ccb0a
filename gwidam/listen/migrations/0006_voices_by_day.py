from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("listen", "0005_latin_keys")]
    operations = [
        migrations.AddIndex(
            model_name="voice", index=models.Index(fields=["said_at", "id"], name="voice_said")
        )
    ]
