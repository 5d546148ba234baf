# Stands in for node:24-bookworm-slim: Debian, the Node of the lock file and this machine's npm; user node is 1000.
FROM debian:bookworm-slim
COPY node /usr/local/bin/node
COPY npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm \
  && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx \
  && groupadd --gid 1000 node && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
# Where a proxy signs what comes from the network, its authority is among the machine's.
COPY ca-certificates.crt /usr/local/share/machine-ca-certificates.crt
RUN mkdir -p /usr/local/etc && echo cafile=/usr/local/share/machine-ca-certificates.crt > /usr/local/etc/npmrc
CMD ["node"]
