#!/bin/sh
# Makes the fixtures of this folder from their HTML, with the browser's and with
# LibreOffice's printer:  server/cv/read/testdata/make.sh
# Needs chromium and, for the last two, soffice.
set -eu
cd "$(dirname "$0")"
for page in *.html; do
  chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
    --print-to-pdf="${page%.html}.pdf" "$page" 2>/dev/null
done
chromium --headless --no-sandbox --disable-gpu --print-to-pdf=printed_with_header.pdf one_column_two_pages.html 2>/dev/null
soffice --headless --infilter=HTML --convert-to 'docx:MS Word 2007 XML' one_column_two_pages.html >/dev/null
soffice --headless --convert-to \
  'pdf:writer_web_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"secret"}}' \
  --outdir . one_column_two_pages.html >/dev/null && mv one_column_two_pages.pdf protected_by_password.pdf
chromium --headless --no-sandbox --disable-gpu --no-pdf-header-footer \
  --print-to-pdf=one_column_two_pages.pdf one_column_two_pages.html 2>/dev/null
