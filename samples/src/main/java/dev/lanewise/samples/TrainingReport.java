package dev.lanewise.samples;

import dev.lanewise.engine.Engine;
import dev.lanewise.io.EngineVersion;
import dev.lanewise.io.report.HtmlReport;
import dev.lanewise.io.report.Judgement;
import dev.lanewise.layers.Layer;
import dev.lanewise.samples.preset.Preset;
import dev.lanewise.train.BatchSize;
import dev.lanewise.train.History;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The page about a training of the command line. */
final class TrainingReport {

    private static final int WORST = 24;

    private TrainingReport() {}

    /** Judges the model once more by the test examples, and writes the page. */
    static void write(Path file, Preset preset, RunOptions options, Task task, Layer model, History history) throws IOException {
        Judgement judgement = Judgement.of(model, task.test(), new BatchSize(options.batch()), task.loss(), WORST);
        HtmlReport report = HtmlReport.titled(preset.name());
        task.notes().text().ifPresent(encoding -> report.inputsAsText(encoding::decode));
        report
                .subtitle(preset.description() + ". " + task.description() + ".")
                .history(history)
                .judgement(judgement, task.notes().classes())
                .model(model, task.oneExample())
                .section("Settings", options.toMap())
                .section("Environment", environment())
                .write(file);
    }

    private static Map<String, String> environment() {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("Lanewise", EngineVersion.current());
        Engine.describe().lines().forEach(line -> {
            int end = line.indexOf(' ');
            values.put(end < 0 ? line : line.substring(0, end), end < 0 ? "" : line.substring(end).strip());
        });
        values.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        values.put("heap", "at most " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
        return values;
    }
}
