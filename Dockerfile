# The site and `ingest` in one image; the database lives in the volume /data.
#   docker build -t reports .
#   docker run -v reports:/data -p 8001:8001 --name reports reports
#   docker exec -i reports ingest add --db /data/reports.db - < report.txt
# The index of all platforms, Python 3.13.15 on Debian 13; `make docker-base` renews it.
FROM python:3.13-slim@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b

WORKDIR /site
# `--build-arg WITH=mcp` adds /-/mcp for assistants.
ARG WITH="run"
COPY pyproject.toml README.md LICENSE ./
COPY requirements requirements
COPY ingest ingest
RUN pip install --no-cache-dir --require-hashes --requirement "requirements/${WITH}.txt" \
 && pip install --no-cache-dir --no-deps --no-build-isolation . \
 && useradd --system --home-dir /site reader \
 && install --directory --owner=reader /data \
 && ln -s /data/reports.db reports.db
COPY metadata.yml settings.json ./
COPY plugins plugins
COPY templates templates
COPY static static

USER reader
VOLUME /data
EXPOSE 8001
HEALTHCHECK --interval=1m --timeout=5s --start-period=20s \
  CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8001/-/versions.json', timeout=4)"]
# An empty volume gets an empty database: Datasette doesn't start on a missing one.
CMD ["sh", "-c", "python -c 'from ingest.store import connect; connect(\"/data/reports.db\").close()' && exec datasette . --host 0.0.0.0 --port 8001"]
