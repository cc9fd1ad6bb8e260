package dev.lanewise.samples;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server in this very process, whose files and whose manners a test chooses; it ends with the test. */
public final class FileServer implements AfterEachCallback {

    private final HttpServer server;
    private final int port;
    private final AtomicInteger requests = new AtomicInteger();
    private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

    /** Starts one at a port that is free. */
    public FileServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.start();
        port = server.getAddress().getPort();
    }

    /** The address of a path. */
    public String url(String path) {
        return "http://localhost:" + port + path;
    }

    /** How often it was asked. */
    public int requests() {
        return requests.get();
    }

    /** The ranges that it was asked for, "null" for everything. */
    public List<String> ranges() {
        return ranges;
    }

    /** Forgets a file. */
    public void remove(String path) {
        server.removeContext(path);
    }

    /** Has this content at a path, and knows no ranges. */
    public void serve(String path, byte[] content) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, content.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(content);
            }
        });
    }

    /** Has this content at a path, and breaks off in the middle of it. */
    public void serveHalf(String path, byte[] content) {
        server.createContext(path, exchange -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, content.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
        });
    }

    /** Sends those who ask for a path to another one. */
    public void redirect(String from, String to) {
        server.createContext(from, exchange -> {
            exchange.getResponseHeaders().add("Location", url(to));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
    }

    /** Answers a request for a range from {@code shift} bytes further, and breaks off after half of what is asked for if told to. */
    public void serveRanges(String path, byte[] content, int shift, AtomicInteger breaks) {
        server.createContext(path, exchange -> {
            requests.incrementAndGet();
            String range = exchange.getRequestHeaders().getFirst("Range");
            ranges.add(String.valueOf(range));
            int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", "")) + shift;
            if (from >= content.length) {
                exchange.sendResponseHeaders(416, -1);
            } else {
                if (range != null) {
                    exchange.getResponseHeaders().add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
                }
                exchange.sendResponseHeaders(range == null ? 200 : 206, content.length - from);
                int rest = content.length - from;
                exchange.getResponseBody().write(content, from, breaks.getAndDecrement() > 0 ? rest / 2 : rest);
                exchange.getResponseBody().flush();
            }
            exchange.close();
        });
    }

    /** The checksum of a content. */
    public static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Is there no more. */
    public void close() {
        server.stop(0);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        close();
    }
}
