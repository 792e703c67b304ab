# The command with git, which --changed-since, --staged and audit ask:
#   docker build -t bylint . && docker run --rm -v "$PWD:/drafts" bylint check
FROM rust:1.89-alpine AS build
# hadolint ignore=DL3018
RUN apk add --no-cache musl-dev
WORKDIR /bylint
COPY . .
RUN cargo build --release --locked --bin bylint

FROM alpine:3.22
# Drafts belong to whoever mounts them, and git would refuse to read their repository. bylint has git run nothing.
# hadolint ignore=DL3018
RUN apk add --no-cache git && git config --system safe.directory '*' && adduser -D -u 1000 bylint
COPY --from=build /bylint/target/release/bylint /usr/local/bin/bylint
COPY --from=build /bylint/LICENSE-MIT /bylint/LICENSE-APACHE /bylint/docs/licences /usr/local/share/licenses/bylint/
USER 1000
WORKDIR /drafts
ENTRYPOINT ["bylint"]
CMD ["check"]
