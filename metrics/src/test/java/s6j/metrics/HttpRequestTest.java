package s6j.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import s6j.posix.CString;

/** Heads of requests, good and bad. */
class HttpRequestTest {
  private static HttpRequest request(String text) {
    HttpRequest request = new HttpRequest();
    byte[] bytes = CString.of(text);
    System.arraycopy(bytes, 0, request.head, 0, bytes.length);
    request.length = bytes.length;
    return request;
  }

  @ParameterizedTest
  @CsvSource({
    "GET /metrics HTTP/1.1, 200",
    "GET /metrics?x=1 HTTP/1.0, 200",
    "HEAD /metrics HTTP/1.1, 200",
    "GET http://host:9/metrics HTTP/1.1, 200",
    "GET http://host HTTP/1.1, 404",
    "GET / HTTP/1.1, 404",
    "GET /metricsx HTTP/1.1, 404",
    "GET /../metrics HTTP/1.1, 404",
    "POST /metrics HTTP/1.1, 405",
    "GET /metrics HTTP/2.0, 400",
    "GET /metrics, 400",
    "nonsense, 400",
    "' / HTTP/1.1', 400",
  })
  void aRequestHasItsAnswer(String line, int status) {
    assertEquals(status, request(line + "\r\nHost: x\r\n\r\n").status());
    assertEquals(status, request(line + "\n\n").status());
  }

  @Test
  void aHeadEndsWithAnEmptyLine() {
    assertTrue(request("GET / HTTP/1.1\r\n\r\n").isComplete());
    assertTrue(request("GET / HTTP/1.1\n\n").isComplete());
    assertFalse(request("GET / HTTP/1.1\r\nA: b\r\n").isComplete());
    assertFalse(request("").isComplete());
  }

  @Test
  void theFormatIsTheOneThatIsAskedFor() {
    String line = "GET /metrics HTTP/1.1\r\n";
    String known = "aCCept: text/plain;q=0.5, application/OpenMetrics-text; version=1.0.0\r\n\r\n";
    assertEquals(Format.OPENMETRICS, request(line + known).format());
    assertEquals(Format.TEXT, request(line + "Accept: */*\r\n\r\n").format());
    assertEquals(
        Format.TEXT, request(line + "X-Accept: application/openmetrics-text\n\n").format());
    assertEquals(Format.TEXT, request(line + "Accept: application/openmetrics-tex").format());
  }
}
