FROM node:20-bookworm-slim

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

COPY . .
# the command line is put together by its first run, and not by a user who may not write here
RUN npm run build && node server/cli/liandong.js --version && mkdir /data && chown node:node /data

USER node
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8080 LIANDONG_DATA=/data
EXPOSE 8080
VOLUME /data
# node itself, not npm: npm does not pass on the signal that asks the service to finish its work
CMD ["node", "server/cli/liandong.js", "serve"]
