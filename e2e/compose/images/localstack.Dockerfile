# Stands in for localstack/localstack: the project's own S3, SQS, Lambda and the rest on one port
# (embedded/src/localstack), with Debian's AWS CLI for the init script. Functions run within it.
FROM node:24.21.0-bookworm-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends awscli curl \
  && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/media-feed
COPY package.json package-lock.json .npmrc ./
COPY contract/package.json contract/
COPY embedded/package.json embedded/
RUN npm ci --omit=dev --workspace=embedded --workspace=contract --ignore-scripts && npm cache clean --force
COPY contract/src contract/src
COPY embedded/src embedded/src
ENV GATEWAY_LISTEN=0.0.0.0:4566 LOCALSTACK_DATA_DIR=/var/lib/localstack LOCALSTACK_INIT_DIR=/etc/localstack/init
RUN mkdir -p /var/lib/localstack
VOLUME /var/lib/localstack
EXPOSE 4566
CMD ["node", "embedded/src/localstack/main.ts"]
