# Debian: Deno and the libSQL addon need glibc and libgcc_s, which Alpine lacks.
FROM denoland/deno:bin-2.9.6 AS deno

FROM debian:bookworm-slim
COPY --from=deno /deno /usr/local/bin/deno
RUN apt-get update \
 && apt-get install --yes --no-install-recommends ca-certificates \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --uid 10001 aisle \
 && mkdir -p /app/data && chown aisle /app/data
WORKDIR /app
ENV DENO_DIR=/deno-dir DENO_NO_UPDATE_CHECK=1

# Packages change less often than the code: their own layer.
COPY deno.json deno.lock ./
RUN deno install --frozen
COPY . .
RUN deno cache --frozen main.ts tasks/*.ts && chmod -R a+rX /deno-dir

USER aisle
# The only place that is written to; run with --read-only and a volume here.
VOLUME /app/data
ENV HOST=0.0.0.0 PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["deno", "eval", "--no-config", "const r = await fetch(`http://127.0.0.1:${Deno.env.get('PORT') ?? 8000}/api/health/ready`); Deno.exit(r.ok ? 0 : 1)"]
# Needs SESSION_SECRET and API_KEY: without them it says so and stops.
# The flags are those of `deno task start`; without the task in between, signals arrive at the server itself.
CMD ["deno", "run", "--cached-only", "--allow-net", "--allow-env", "--allow-ffi", "--allow-read=.", "--allow-write=data", \
  "--allow-sys=cpus,osRelease,networkInterfaces,hostname", "main.ts"]
