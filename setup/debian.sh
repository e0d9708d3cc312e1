#!/bin/sh
# Installs from Debian 12 what is missing to build, run and test Banmian; does nothing, and needs no
# network, when all is there.
set -eu
packages="
build-essential cmake ninja-build pkg-config clang libclang-rt-14-dev
libhpdf-dev libharfbuzz-dev libyaml-dev libicu-dev libhyphen-dev hyphen-en-us libdeflate-dev
libcairo2-dev libfreetype-dev libjpeg-dev libpng-dev libqrencode-dev liblcms2-dev zlib1g-dev libssl-dev libcmocka-dev libqpdf-dev
libmicrohttpd-dev libsqlite3-dev libarchive-dev libxml2-dev libpcre2-dev
fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai python3-jieba
poppler-utils mupdf-tools qpdf ghostscript nodejs libjs-pdf chromium openssl pandoc python3 python3-pikepdf locales
"
missing=
for p in $packages; do
  state=$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null || true)
  [ "$state" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -q
# shellcheck disable=SC2086
$as_root apt-get install -q -y --no-install-recommends $missing
