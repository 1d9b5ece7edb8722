package javax.activation;

/** What Preflight's entry asks of the class path; later Javas come without it. */
public interface DataSource {
    java.io.InputStream getInputStream() throws java.io.IOException;

    java.io.OutputStream getOutputStream() throws java.io.IOException;

    String getContentType();

    String getName();
}
