# Two stages: the first builds an environment from the hashed lock, the second only carries it.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/taiwa && python -m pip install --no-cache-dir uv==0.13.9
COPY pyproject.toml requirements.lock README.md ./
COPY bot bot
COPY handlers handlers
COPY jobs jobs
COPY migrations migrations
COPY playground playground
# The lock is a constraint here: what serving needs is installed at the locked versions and checked against their hashes.
RUN uv pip install --python /opt/taiwa --no-cache --constraint requirements.lock --build-constraint requirements.lock .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /data taiwa && install --directory --owner taiwa --mode 0700 /data
COPY --from=build /opt/taiwa /opt/taiwa
USER taiwa
WORKDIR /data
VOLUME /data
ENV PATH=/opt/taiwa/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    TAIWA_HOST=0.0.0.0 \
    TAIWA_DATABASE_URL=sqlite:////data/taiwa.sqlite3
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f'http://127.0.0.1:{os.environ.get(\"TAIWA_PORT\", 3000)}/healthz', timeout=2)"]
ENTRYPOINT ["taiwa"]
CMD ["serve"]
