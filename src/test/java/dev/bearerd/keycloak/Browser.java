package dev.bearerd.keycloak;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** A user's browser, as far as forms need one: it keeps cookies and follows redirects. */
final class Browser {
  private static final Pattern ACTION = Pattern.compile("<form[^>]*\\saction=\"([^\"]*)\"");
  private static final Pattern HIDDEN =
      Pattern.compile("<input[^>]*type=\"hidden\"[^>]*name=\"([^\"]*)\"[^>]*value=\"([^\"]*)\"");

  private final HttpClient client;
  private URI place = URI.create("about:blank");
  private String page = "";

  Browser(SSLContext context) {
    client =
        HttpClient.newBuilder()
            .sslContext(context)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .followRedirects(Redirect.NORMAL)
            .build();
  }

  /** Opens a page. */
  Browser open(URI address) {
    return show(HttpRequest.newBuilder(address));
  }

  /** Sends the form of the page, its hidden fields with these. */
  Browser submit(Map<String, String> fields) {
    var action = ACTION.matcher(page);
    if (!action.find()) {
      throw new AssertionError("no form: " + page);
    }
    var form = new HashMap<>(fields);
    HIDDEN.matcher(page).results().forEach(field -> form.put(field.group(1), field.group(2)));
    var address = place.resolve(action.group(1).replace("&amp;", "&"));
    return show(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(WebClient.encode(form))));
  }

  /** What is shown. */
  String page() {
    return page;
  }

  private Browser show(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString(UTF_8));
      place = response.uri();
      page = response.body();
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
