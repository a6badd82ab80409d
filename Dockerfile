# syntax=docker/dockerfile:1
# One image for portal, worker, timer and upgrade: see compose.yaml and docs/operators/betrieb.md.

# --- The map's browser code, from npm by its lock file ---------------------------------------------------
FROM node:24-slim AS map
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY themes/assets themes/assets
RUN npm run build

# --- Build: packages by hash, translations, static files --------------------------------------------------
FROM python:3.11-slim-trixie AS build
ENV PYTHONDONTWRITEBYTECODE=1 PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /venv
COPY requirements.lock /tmp/requirements.lock
RUN /venv/bin/pip install --require-hashes --only-binary :all: -r /tmp/requirements.lock

WORKDIR /app
COPY site site
COPY participation participation
COPY clubs clubs
COPY services services
COPY sensors sensors
COPY themes themes
COPY --from=map /app/themes/static/vendor themes/static/vendor
# PORTAL_BUILD=1: no secret is needed or kept while an image is built
RUN export PORTAL_BUILD=1 STATIC_ROOT=/app/static PYTHONPATH=/app/site:/app DJANGO_SETTINGS_MODULE=config.settings.production \
 && /venv/bin/python site/manage.py build_messages \
 && /venv/bin/python site/manage.py collectstatic --noinput --verbosity 0

# --- Run ----------------------------------------------------------------------------------------------------
FROM python:3.11-slim-trixie
# pg_dump for `portal backup`; it must not be older than the database server
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-client-17 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --home-dir /var/lib/portal --shell /usr/sbin/nologin portal \
 && install --directory --owner portal --group portal --mode 0750 /var/lib/portal

COPY --from=build /venv /venv
COPY --from=build /app /app
RUN printf '#!/bin/sh\nexec python /app/site/manage.py "$@"\n' > /usr/local/bin/portal && chmod 0755 /usr/local/bin/portal

ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app/site:/app \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings.production \
    PORTAL_VAR=/var/lib/portal \
    STATIC_ROOT=/app/static \
    GRANIAN_WORKERS=2 \
    GRANIAN_BLOCKING_THREADS=4

WORKDIR /app
USER portal
VOLUME /var/lib/portal
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s --retries=3 \
  CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/readyz', timeout=8)"]
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--no-ws", "--respawn-failed-workers", \
     "--no-access-log", "--log-level", "warning", "config.wsgi:application"]
