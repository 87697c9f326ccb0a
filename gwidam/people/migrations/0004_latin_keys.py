from django.db import migrations

from gwidam.core.grams import grams


def renew(apps, _schema):
    """Give the lines of the directory, some hundreds, the keys that questions now ask for."""
    lines = apps.get_model("people", "Responsibility").objects.select_related("department", "person")
    for line in lines:
        words = [line.product, line.service, line.topic, line.region, line.says_ko, line.says_en]
        words += [line.department.name_ko, line.department.name_en]
        if line.person is not None:
            words += [line.person.name_ko, line.person.name_en]
        line.grams = grams(" ".join(filter(None, words)))
        line.save(update_fields=["grams"])


class Migration(migrations.Migration):
    dependencies = [("people", "0003_fewer_indexes")]
    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
