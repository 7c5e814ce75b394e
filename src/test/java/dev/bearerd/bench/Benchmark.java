package dev.bearerd.bench;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * Measures the agent's speed and size against their bounds and prints a table. Each time is the
 * median of three runs.
 */
public final class Benchmark {
  private static final int RUNS = 3;
  private static final int SETTLE_SECONDS = 30;
  private static final int IDLE_SECONDS = 60;
  private static final String HEAP = "64m";

  private final List<Figure> figures = new ArrayList<>();
  private final TokenEndpointServer server;

  private Benchmark(TokenEndpointServer server) {
    this.server = server;
  }

  public static void main(String... arguments) throws InterruptedException {
    try (var server = new TokenEndpointServer()) {
      var benchmark = new Benchmark(server);
      System.out.println(machine());
      System.out.println(Figure.heading());
      benchmark.measure(Binary.jvm());
      var compiled = Binary.nativeImage();
      if (compiled.isPresent()) {
        benchmark.measure(compiled.get());
      }
      benchmark.measureTick();
      System.out.println(machine());
      System.exit(benchmark.figures.stream().allMatch(Figure::holds) ? 0 : 1);
    }
  }

  private void measure(Binary binary) throws InterruptedException {
    measureCheck(binary);
    var one = medianStart(binary, 1);
    var many = medianStart(binary, 1_000);
    report(binary, "start to ready, 1 provider", one.seconds(), "s");
    report(binary, "  of processor time", one.processorSeconds(), "s");
    report(binary, "start to published, 1,000 providers", many.seconds(), "s", 6);
    report(binary, "  of processor time", many.processorSeconds(), "s");
    measureIdle(binary);
    measureSigning(binary);
  }

  /** Until every token is on the disk; the processor time does not depend on who else is busy. */
  private record Start(double seconds, double processorSeconds) {}

  private void measureCheck(Binary binary) {
    try (var place = Place.with(10_000, server.url())) {
      var seconds = Stream.generate(() -> check(binary, place));
      report(
          binary, "check of 10,000 providers, -Xmx128m", median(seconds, Double::valueOf), "s", 5);
    }
  }

  private static double check(Binary binary, Place place) {
    try (var agent = binary.start(place, "128m", "check")) {
      return agent.secondsToEnd();
    }
  }

  private Start medianStart(Binary binary, int providers) {
    return median(Stream.generate(() -> start(binary, providers)), Start::seconds);
  }

  /** The agent is ready when the last write has returned, which it does when all is synced. */
  private Start start(Binary binary, int providers) {
    try (var place = Place.with(providers, server.url());
        var agent = binary.start(place, HEAP, "run")) {
      var seconds = agent.secondsToReady(() -> place.published() == providers);
      requireAnswers(providers);
      return new Start(seconds, agent.processorSeconds());
    }
  }

  private void requireAnswers(int providers) {
    var answers = server.takeAnswers();
    if (answers != providers) {
      throw new IllegalStateException(answers + " token requests for " + providers + " providers");
    }
  }

  /** One provider and many at the same time, as neither takes much from the other. */
  private void measureIdle(Binary binary) throws InterruptedException {
    try (var onePlace = Place.with(1, server.url());
        var manyPlace = Place.with(1_000, server.url());
        var one = binary.start(onePlace, HEAP, "run");
        var many = binary.start(manyPlace, HEAP, "run")) {
      one.secondsToReady(() -> onePlace.published() == 1);
      many.secondsToReady(() -> manyPlace.published() == 1_000);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      var oneBefore = one.processorSeconds();
      var manyBefore = many.processorSeconds();
      TimeUnit.SECONDS.sleep(IDLE_SECONDS);
      var oneShare = percent(one.processorSeconds() - oneBefore);
      var manyShare = percent(many.processorSeconds() - manyBefore);
      server.takeAnswers();
      report(binary, "idle, 1 provider: of a core", oneShare, "%");
      report(binary, "idle, 1 provider: resident", one.residentMegabytes(), "MB");
      report(binary, "idle, 1,000 providers: of a core", manyShare, "%", 0.5);
      report(binary, "idle, 1,000 providers: resident", many.residentMegabytes(), "MB", 160);
    }
  }

  /** What providers that sign a JWT cost once their request is over. */
  private void measureSigning(Binary binary) throws InterruptedException {
    try (var onePlace = Place.signing(1, server.url());
        var manyPlace = Place.signing(1_000, server.url());
        var one = binary.start(onePlace, HEAP, "run");
        var many = binary.start(manyPlace, HEAP, "run")) {
      one.secondsToReady(() -> onePlace.published() == 1);
      many.secondsToReady(() -> manyPlace.published() == 1_000);
      TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
      server.takeAnswers();
      var heapOfOne = one.heapMegabytes();
      var heapOfMany = many.heapMegabytes();
      if (heapOfOne.isPresent() && heapOfMany.isPresent()) {
        var more = heapOfMany.getAsDouble() - heapOfOne.getAsDouble();
        report(binary, "idle, 1,000 that sign: more heap", more, "MB", 20);
      }
      report(binary, "idle, 1,000 that sign: resident", many.residentMegabytes(), "MB");
      report(binary, "idle, 1,000 that sign: sockets", (double) many.sockets(), "", 50);
    }
  }

  private void measureTick() {
    var few = TickCost.nanoseconds(10);
    var many = TickCost.nanoseconds(10_000);
    add(new Figure("", "tick with 10 idle providers", few, "ns", Optional.empty()));
    add(new Figure("", "tick with 10,000 idle providers", many, "ns", Optional.empty()));
    add(new Figure("", "  as a multiple of the former", many / few, "x", Optional.of(2.0)));
  }

  private void report(Binary binary, String what, double value, String unit) {
    add(new Figure(binary.name(), what, value, unit, Optional.empty()));
  }

  private void report(Binary binary, String what, double value, String unit, double bound) {
    add(new Figure(binary.name(), what, value, unit, Optional.of(bound)));
  }

  private void add(Figure figure) {
    figures.add(figure);
    System.out.println(figure);
  }

  private static <T> T median(Stream<T> runs, ToDoubleFunction<T> by) {
    return runs.limit(RUNS)
        .sorted(Comparator.comparingDouble(by))
        .skip(RUNS / 2)
        .findFirst()
        .orElseThrow();
  }

  private static double percent(double processorSeconds) {
    return 100 * processorSeconds / IDLE_SECONDS;
  }

  private static String machine() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return String.format(
        Locale.ROOT,
        "%d cores, load %.1f, Java %s",
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        Runtime.version());
  }
}
