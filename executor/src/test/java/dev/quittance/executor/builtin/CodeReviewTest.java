package dev.quittance.executor.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CodeReviewTest {

  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "A.java | String apiKey = \"k3y-9f8e7d\";                       | hard-coded-secret",
        "a.yaml | db_password: hunter2hunter2                           | hard-coded-secret",
        "a.yaml | db_password: ${DB_PASSWORD}                           | ''",
        "a.py   | token = os.environ[\"SERVICE_TOKEN\"]                  | ''",
        "a.js   | const password = \"changeme-please\";                 | ''",
        "a.py   | requests.get(url, verify=False)                      | disabled-tls-verification",
        "a.js   | agent({ rejectUnauthorized: false })                 | disabled-tls-verification",
        "A.java | q(\"SELECT * FROM t WHERE id = \" + id);               | sql-concatenation",
        "a.py   | q(f\"select * from t where id = {id}\")                | sql-concatenation",
        "A.java | q(\"SELECT * FROM t WHERE id = ?\", id);              | ''",
        "A.java | try { a(); } catch (Exception e) {}                  | swallowed-exception",
        "a.js   | load().catch(() => {});                              | swallowed-exception",
        "A.java | if (x == 0.1) {                                      | float-equality",
        "A.java | if (1.5f != x && x == 10) {                          | float-equality",
        "A.java | if (x == 10 && s.equals(\"== 0.1\")) {               | ''",
        "A.java | System.out.println(x);                               | debug-print",
        "a.py   | fingerprint(x)                                       | ''",
        "ATest.java | System.out.println(x);                           | ''",
        "a.go   | x := 1 // TODO: later                                | todo-left",
        "a.go   | x := \"TODO\"                                         | ''",
      })
  void checksOneLine(String file, String line, String rule) {
    assertThat(String.join(",", rules(review(added(file, List.of(line)))))).isEqualTo(rule);
  }

  @Test
  void numbersLinesByTheNewFile() {
    var output =
        review(
            """
            diff --git a/src/Job.java b/src/Job.java
            index 1111111..2222222 100644
            --- a/src/Job.java
            +++ b/src/Job.java
            @@ -10,4 +10,5 @@ class Job {
               void run() {
            -    old();
            +    try {
            +      next();
               }
             }
            @@ -40,2 +41,4 @@ class Job {
             }
            +    } catch (IOException e) {
            +    }
             // end
            \\ No newline at end of file
            """);

    assertThat(output.path("findings"))
        .isEqualTo(
            Run.json(
                """
                [{"rule": "swallowed-exception", "severity": "major", "file": "src/Job.java",
                  "line": 42, "message": "an error is caught and dropped; handle or rethrow it"}]
                """));
    assertThat(output.path("summary"))
        .isEqualTo(
            Run.json(
                """
                {"files": 1, "added": 4, "removed": 1, "notListed": 0,
                 "bySeverity": {"critical": 0, "major": 1, "minor": 0, "info": 0}}
                """));
  }

  @Test
  void aCommentExplainsAnEmptyHandler() {
    var lines = List.of("} catch (IOException e) {", "  // the file may be gone already", "}");

    assertThat(rules(review(added("A.java", lines)))).isEmpty();
  }

  @Test
  void countsLinesOfFunctions() {
    var lines = new ArrayList<String>(List.of("void f(int a) {"));
    for (int i = 0; i < 48; i++) {
      lines.add("  step();");
    }
    lines.add("}");
    assertThat(rules(review(added("ATest.java", lines)))).isEmpty();

    lines.add(1, "  step();");
    assertThat(rules(review(added("ATest.java", lines)))).containsExactly("large-function");
  }

  @Test
  void sourceWithoutTestsIsNoticedOncePerFile() {
    var lines = List.of("a();", "b();", "c();", "d();", "e();");
    var source = added("src/main/java/A.java", lines);

    assertThat(rules(review(source))).containsExactly("missing-tests");
    assertThat(rules(review(source + added("src/test/java/ATest.java", lines)))).isEmpty();
  }

  @Test
  void runsOnlyTheRulesThatAreAskedFor() {
    var input = Run.JSON.createObjectNode().put("diff", added("a.go", List.of("x() // TODO  ")));
    input.putArray("rules").add("trailing-white-space");

    assertThat(rules(Run.output("code-review", input))).containsExactly("trailing-white-space");
  }

  @Test
  void readsRenamesDeletionsAndBinaries() {
    var output =
        review(
            """
            From a mail: please look.
            diff --git a/old.txt b/new.txt
            similarity index 100%
            rename from old.txt
            rename to new.txt
            diff --git a/logo.png b/logo.png
            Binary files a/logo.png and b/logo.png differ
            --- a/gone.py\t2026-01-01
            +++ /dev/null
            @@ -1 +0,0 @@
            -print("x")
            -- \n\
            2.43.0
            """);

    assertThat(output.at("/summary/files").intValue()).isEqualTo(3);
    assertThat(output.at("/summary/removed").intValue()).isEqualTo(1);
    assertThat(output.path("findings")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "@@ -1 +1 @@\n-a\n+b\n",
        "--- a/x\n@@ -1 +1 @@\n",
        "--- a/x\n+++ b/x\n@@ -1,2 +1,2 @@\n-a\n+b\n",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n+c\n",
        "--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n*b\n",
        "--- a/x\n+++ b/x\n@@ -one +1 @@\n",
        "--- a/x\n+++ b/x\n@@ -99999999999 +1 @@\n",
      })
  void saysWhereADiffIsMalformed(String diff) {
    var failed = Run.failure("code-review", Run.JSON.createObjectNode().put("diff", diff));

    assertThat(failed.code()).isEqualTo("malformed-diff");
    assertThat(failed.message()).matches("/diff: line \\d+: expected .*");
  }

  @Test
  void unknownRulesAreNamed() {
    var failed =
        Run.failure(
            "code-review",
            Run.json("{\"diff\":\"--- a\\n+++ b\\n\",\"rules\":[\"long-line\",\"lint\"]}"));

    assertThat(failed.message()).startsWith("/rules/1: expected one of hard-coded-secret,");
  }

  private static JsonNode review(String diff) {
    return Run.output("code-review", Run.JSON.createObjectNode().put("diff", diff));
  }

  private static String added(String file, List<String> lines) {
    return "--- /dev/null\n+++ b/%s\n@@ -0,0 +1,%d @@\n".formatted(file, lines.size())
        + String.join("", lines.stream().map(line -> "+" + line + "\n").toList());
  }

  private static List<String> rules(JsonNode output) {
    var rules = new ArrayList<String>();
    output.path("findings").forEach(finding -> rules.add(finding.path("rule").textValue()));
    return rules;
  }
}
