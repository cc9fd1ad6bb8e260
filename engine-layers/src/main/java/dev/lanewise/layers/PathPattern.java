package dev.lanewise.layers;

import java.util.regex.Pattern;

/** A pattern for paths of parameters: {@code *} stands for any letters, dots included, {@code ?} for one letter. */
final class PathPattern {

    private final Pattern expression;

    private PathPattern(Pattern expression) {
        this.expression = expression;
    }

    static PathPattern of(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char letter = pattern.charAt(i);
            switch (letter) {
                case '*' -> expression.append(".*");
                case '?' -> expression.append('.');
                default -> expression.append(Pattern.quote(String.valueOf(letter)));
            }
        }
        return new PathPattern(Pattern.compile(expression.toString()));
    }

    boolean matches(String path) {
        return expression.matcher(path).matches();
    }
}
