import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
# What is loaded by now stays for the worker's life: the garbage collector need not walk through it during requests.
gc.collect()
gc.freeze()
