/// libcurl's easy interface. Its option and information calls are variadic, which Swift cannot see:
/// here is one typed function for each kind of value.
#ifndef CCURL_SHIM_H
#define CCURL_SHIM_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

/// Is lent `size * count` bytes; another return value than that stops the transfer.
typedef size_t (*ccurl_receiver)(
    char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);

static inline CURLcode ccurl_set_integer(CURL *_Nonnull handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

/// libcurl copies the text.
static inline CURLcode ccurl_set_text(
    CURL *_Nonnull handle, CURLoption option, const char *_Nullable text) {
    return curl_easy_setopt(handle, option, text);
}

/// A body to send by POST, whatever its bytes; libcurl copies it.
static inline CURLcode ccurl_set_body(
    CURL *_Nonnull handle, const void *_Nullable bytes, long count) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_POST, 1L);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, count);
    if (code == CURLE_OK) {
        code = curl_easy_setopt(handle, CURLOPT_COPYPOSTFIELDS, count > 0 ? bytes : "");
    }
    return code;
}

/// The list must live as long as the transfer.
static inline CURLcode ccurl_set_headers(
    CURL *_Nonnull handle, const struct curl_slist *_Nullable headers) {
    return curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
}

/// Who is lent the bytes of each header line, and who those of the body; both with `context`.
static inline CURLcode ccurl_set_receivers(
    CURL *_Nonnull handle, ccurl_receiver _Nonnull header, ccurl_receiver _Nonnull body,
    void *_Nonnull context) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, header);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_HEADERDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, body);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_WRITEDATA, context);
    return code;
}

/// Where libcurl writes what went wrong: CURL_ERROR_SIZE bytes that outlive the transfer.
static inline CURLcode ccurl_set_message_buffer(CURL *_Nonnull handle, char *_Nullable buffer) {
    return curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, buffer);
}

/// The status with which a proxy answered a CONNECT; 0 where none was asked.
static inline long ccurl_proxy_status(CURL *_Nonnull handle) {
    long status = 0;
    return curl_easy_getinfo(handle, CURLINFO_HTTP_CONNECTCODE, &status) == CURLE_OK ? status : 0;
}

/// The bytes of the last request that were sent, its body left out.
static inline long ccurl_request_size(CURL *_Nonnull handle) {
    long size = 0;
    return curl_easy_getinfo(handle, CURLINFO_REQUEST_SIZE, &size) == CURLE_OK ? size : 0;
}

/// No protocol but HTTP and HTTPS. The option that takes names came with libcurl 7.85.
static inline CURLcode ccurl_set_web_only(CURL *_Nonnull handle) {
#if LIBCURL_VERSION_NUM >= 0x075500
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    return curl_easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

#endif
