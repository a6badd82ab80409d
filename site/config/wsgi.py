import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.production")
application = get_wsgi_application()
# All views are loaded before the first visitor comes: nobody waits for a new worker's imports
_ = get_resolver().reverse_dict
# What is loaded by now stays for the worker's life: the garbage collector need not walk through it during requests.
gc.collect()
gc.freeze()
