// Reads files as curl does. Nothing in it is about weakrt.
#include "../work.h"

#include <curl/curl.h>
#include <string.h>
#include <unistd.h>

struct text {
  size_t length;
  char characters[4096];
};

// libcurl calls this with each piece of what it has read.
static size_t receive(char *data, size_t size, size_t count, void *to) {
  struct text *text = to;
  if (text->length + size * count >= sizeof text->characters)
    return 0;
  memcpy(text->characters + text->length, data, size * count);
  text->length += size * count;
  return size * count;
}

static CURLcode read_url(const char *url, struct text *text, char *error) {
  CURL *transfer = curl_easy_init();
  curl_easy_setopt(transfer, CURLOPT_URL, url);
  curl_easy_setopt(transfer, CURLOPT_WRITEFUNCTION, receive);
  curl_easy_setopt(transfer, CURLOPT_WRITEDATA, text);
  curl_easy_setopt(transfer, CURLOPT_ERRORBUFFER, error);
  CURLcode code = curl_easy_perform(transfer);
  curl_easy_cleanup(transfer);
  return code;
}

// From a text with spaces to a URL's and back.
static int exchanges_strings(CURL *any) {
  int length = 0;
  char *escaped = curl_easy_escape(any, "to libcurl & back", 0);
  char *back = curl_easy_unescape(any, escaped, 0, &length);
  int right = strcmp(escaped, "to%20libcurl%20%26%20back") == 0 && strcmp(back, "to libcurl & back") == 0;
  curl_free(escaped);
  curl_free(back);
  return right && length == 17;
}

EXPORTED int plugin_run(void) {
  char folder[2048], url[2100], error[CURL_ERROR_SIZE] = "";
  struct text text = {0}, none = {0};
  if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !getcwd(folder, sizeof folder))
    return 1;
  snprintf(url, sizeof url, "file://%s/text", folder);
  say("expression", url);
  CURLcode code = read_url(url, &text, error);
  text.characters[strcspn(text.characters, "\n")] = '\0';
  say("result", text.characters);
  check("native", code == CURLE_OK && text.length > 0);

  CURL *any = curl_easy_init();
  check("strings", exchanges_strings(any));
  curl_easy_cleanup(any);

  code = read_url("file:///nowhere/at/all", &none, error);
  check("error", code == CURLE_FILE_COULDNT_READ_FILE && none.length == 0 &&
                     strstr(error, "/nowhere/at/all") &&
                     strcmp(curl_easy_strerror(code), "Couldn't read a file:// file") == 0);
  curl_global_cleanup();
  return finish();
}
