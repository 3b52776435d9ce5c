// Manifests that are fine, files that are not, and limits.
#include "linkplugin/manifest/manifest.h"

#include <catch2/catch_test_macros.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <ranges>
#include <string>
#include <unistd.h>

namespace fs = std::filesystem;
using weakrt::matches_glob;
using weakrt::render;
using Names = std::vector<std::string>;

namespace {

/// A folder for one test.
class Folder {
public:
  Folder() {
    std::string pattern = (fs::temp_directory_path() / "weakrt-manifest-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()));
    path = pattern;
  }
  ~Folder() { fs::remove_all(path); }
  Folder(const Folder &) = delete;
  Folder &operator=(const Folder &) = delete;

  fs::path write(const std::string &name, const std::string &text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return path / name;
  }
  fs::path path;
};

std::string text_of(const weakrt::Diagnostics &diagnostics) {
  std::string text;
  for (const auto &diagnostic : diagnostics)
    text += render(diagnostic, false);
  return text;
}

/// Reads a good plugin manifest with the manifests that weakrt ships.
weakrt::PluginManifest plugin(const Folder &folder, const std::string &text) {
  auto result = weakrt::read_plugin_manifest(folder.write("plugin.toml", text), MANIFEST_DIR);
  INFO(text_of(result ? weakrt::Diagnostics{} : result.error()));
  REQUIRE(result.has_value());
  return std::move(*result);
}

bool lists(const weakrt::RuntimeManifest &runtime, const char *name, bool data) {
  return std::ranges::find(runtime.interface_symbols, weakrt::InterfaceSymbol{name, data}) !=
         runtime.interface_symbols.end();
}

} // namespace

TEST_CASE("the shipped python manifest says what CPython is") {
  auto python = weakrt::read_runtime_manifest(fs::path(MANIFEST_DIR) / "python.toml");
  INFO(text_of(python ? weakrt::Diagnostics{} : python.error()));
  REQUIRE(python.has_value());
  CHECK(python->name == "python");
  CHECK(python->description.starts_with("CPython"));
  CHECK(python->identify ==
        Names{"Py_IsInitialized", "Py_InitializeEx", "PyEval_EvalCode", "PyGILState_Ensure"});
  CHECK(python->symbols == Names{"Py*", "_Py*", "PY_TIMEOUT_MAX"});
  CHECK(python->initialised == "Py_IsInitialized");
  CHECK(python->global);
  REQUIRE(python->version.size() == 2);
  CHECK(python->version[0].symbol == "Py_Version");
  CHECK(python->version[0].kind == weakrt::VersionQuery::Kind::packed);
  CHECK(python->version[1].kind == weakrt::VersionQuery::Kind::text_function);
  CHECK(python->load_linux == Names{"libpython3.13.so.1.0", "libpython3.12.so.1.0", "libpython3.11.so.1.0",
                                    "libpython3.10.so.1.0", "libpython3.9.so.1.0", "libpython3.8.so.1.0"});
  CHECK(python->load_macos.size() == 12);
  CHECK(python->load_windows.front() == "python313.dll");
  CHECK(python->load_versions.size() == 24);
  CHECK(python->companions.empty());
  CHECK(lists(*python, "PyLong_FromLong", false));
  CHECK(lists(*python, "_Py_NoneStruct", true));
  CHECK(lists(*python, "PyExc_ValueError", true));
  for (const std::string &name : python->identify)
    CHECK(lists(*python, name.c_str(), false));
}

TEST_CASE("the shipped node manifest says what Node is") {
  auto node = weakrt::read_runtime_manifest(fs::path(MANIFEST_DIR) / "node.toml");
  INFO(text_of(node ? weakrt::Diagnostics{} : node.error()));
  REQUIRE(node.has_value());
  CHECK(node->name == "node");
  CHECK(std::ranges::find(node->identify, "_ZN4node5StartEiPPc") != node->identify.end());
  CHECK(node->initialised.empty());
  CHECK(node->global);
  REQUIRE(node->version.size() == 1);
  CHECK(node->version[0].symbol == "_ZN4node11per_process8metadataE");
  CHECK(node->version[0].kind == weakrt::VersionQuery::Kind::text_pointer);
  CHECK(node->load_linux == Names{"libnode.so.137", "libnode.so.127", "libnode.so.115", "libnode.so.108"});
  CHECK(node->load_windows == Names{"libnode.dll"});
  REQUIRE(node->companions.size() == 1);
  CHECK(node->companions[0].name == "libuv");
  CHECK(node->companions[0].identify == Names{"uv_default_loop", "uv_run", "uv_version_string"});
  CHECK(node->companions[0].symbols == Names{"uv_*"});
  weakrt::RuntimeManifest on_windows = *node;
  weakrt::take_windows(on_windows);
  CHECK(std::ranges::find(on_windows.identify, "?Start@node@@YAHHQEAPEAD@Z") != on_windows.identify.end());
  CHECK(std::ranges::find(on_windows.identify, "_ZN4node5StartEiPPc") == on_windows.identify.end());
  REQUIRE(on_windows.version.size() == 1);
  CHECK(on_windows.version[0].kind == weakrt::VersionQuery::Kind::file);
  CHECK(weakrt::matches_any(on_windows.symbols, "??0Isolate@v8@@QEAA@XZ"));
  // What [windows] does not speak of is as everywhere.
  CHECK(lists(on_windows, "napi_create_function", false));
  CHECK(lists(*node, "napi_create_function", false));
  CHECK(lists(*node, "uv_version_string", false));
  CHECK(lists(*node, "_ZN4node5StartEiPPc", false));
}

TEST_CASE("the shipped globs take what is in the interface, and nothing of a C library") {
  for (const char *name : {"python.toml", "node.toml"}) {
    auto runtime = weakrt::read_runtime_manifest(fs::path(MANIFEST_DIR) / name);
    REQUIRE(runtime.has_value());
    auto is_api = [&](std::string_view symbol) {
      return std::ranges::any_of(runtime->symbols,
                                 [&](const auto &glob) { return matches_glob(glob, symbol); });
    };
    for (const auto &symbol : runtime->interface_symbols)
      if (!is_api(symbol.name))
        FAIL_CHECK(symbol.name);
    for (const char *symbol :
         {"malloc", "_ZNSt6vectorIN2v85ValueEE", "SSL_new", "pthread_create", "napi", "uv"})
      CHECK_FALSE(is_api(symbol));
  }
}

TEST_CASE("a plugin manifest may be a name alone") {
  Folder folder;
  auto manifest = plugin(folder, "[[runtime]]\nname = \"python\"\n");
  REQUIRE(manifest.runtimes.size() == 1);
  const auto &borrowed = manifest.runtimes[0];
  CHECK(borrowed.runtime.name == "python");
  CHECK(borrowed.runtime.file == (fs::path(MANIFEST_DIR) / "python.toml").string());
  CHECK(borrowed.version.clauses.empty());
  CHECK(borrowed.load == weakrt::BorrowedRuntime::Load::if_absent);
  CHECK(borrowed.bind == weakrt::BorrowedRuntime::Bind::load);
  CHECK(borrowed.on_failure == weakrt::BorrowedRuntime::OnFailure::trap);
  CHECK(borrowed.optional.empty());
  CHECK(borrowed.interface_from.empty());
  CHECK(manifest.file == (folder.path / "plugin.toml").string());
}

TEST_CASE("every key of a plugin manifest arrives") {
  Folder folder;
  folder.write("host.symbols", "function host_api_1 # comment\r\n\r\n  data\thost_#_table\r\n");
  auto manifest = plugin(folder, R"(
[[runtime]]
name = "python"
version = ">=3.9, <3.12"
load = "never"
bind = "call"
on-failure = "refuse"
optional = ["PyFoo*", "PyBar"]
interface = "sub/../bin/host"

[[runtime]]
name = "host"
[runtime.definition]
description = "the host"
identify = ["host_api_1"]
symbols = ["host_*"]
interface = "host.symbols"
version = [{ symbol = "host_version", kind = "text" }]
[runtime.definition.load]
linux = ["libhost.so.1", "/opt/host/libhost.so"]
[[runtime.definition.companion]]
name = "helper"
identify = ["helper_1"]
symbols = ["helper_*"]
)");
  REQUIRE(manifest.runtimes.size() == 2);
  const auto &python = manifest.runtimes[0], &host = manifest.runtimes[1];
  CHECK(python.version.text == ">=3.9, <3.12");
  CHECK(python.version.clauses.size() == 2);
  CHECK(python.load == weakrt::BorrowedRuntime::Load::never);
  CHECK(python.bind == weakrt::BorrowedRuntime::Bind::call);
  CHECK(python.on_failure == weakrt::BorrowedRuntime::OnFailure::refuse);
  CHECK(python.refused_at.span.column == 14);
  CHECK(python.refused_at.excerpt == "on-failure = \"refuse\"");
  CHECK(python.optional == Names{"PyFoo*", "PyBar"});
  CHECK(python.interface_from == (folder.path / "bin/host").string());
  CHECK(host.runtime.name == "host");
  CHECK(host.runtime.file == manifest.file);
  CHECK_FALSE(host.runtime.global);
  CHECK(host.runtime.interface_symbols ==
        std::vector<weakrt::InterfaceSymbol>{{"host_api_1", false}, {"host_#_table", true}});
  CHECK(host.runtime.version.at(0).kind == weakrt::VersionQuery::Kind::text);
  CHECK(host.runtime.load_linux == Names{"libhost.so.1", "/opt/host/libhost.so"});
  CHECK(host.runtime.companions.at(0).name == "helper");
}

TEST_CASE("libraries that cannot fit the range are not tried") {
  Folder folder;
  auto manifest = plugin(folder, "[[runtime]]\nname = \"python\"\nversion = \">=3.9.2, <3.12\"\n"
                                 "[[runtime]]\nname = \"node\"\nversion = \"==20\"\n");
  CHECK(manifest.runtimes.at(0).runtime.load_linux ==
        Names{"libpython3.11.so.1.0", "libpython3.10.so.1.0", "libpython3.9.so.1.0"});
  CHECK(manifest.runtimes.at(0).runtime.load_windows ==
        Names{"python311.dll", "python310.dll", "python39.dll"});
  CHECK(manifest.runtimes.at(1).runtime.load_linux == Names{"libnode.so.115"});
  CHECK(manifest.runtimes.at(1).runtime.load_windows == Names{"libnode.dll"});
}

TEST_CASE("a definition is preferred to a shipped manifest") {
  Folder folder;
  auto manifest = plugin(folder, "[[runtime]]\nname = \"python\"\n[runtime.definition]\nname = \"python\"\n"
                                 "identify = [\"Py_Mine\"]\nsymbols = [\"Py*\"]\n");
  CHECK(manifest.runtimes.at(0).runtime.identify == Names{"Py_Mine"});
}

TEST_CASE("a flag asks for a runtime and a range") {
  auto python = weakrt::parse_runtime_flag("python@>=3.9, <3.10", MANIFEST_DIR);
  REQUIRE(python.has_value());
  CHECK(python->runtime.name == "python");
  CHECK(python->version.text == ">=3.9, <3.10");
  CHECK(python->load == weakrt::BorrowedRuntime::Load::if_absent);
  CHECK(python->runtime.load_linux == Names{"libpython3.9.so.1.0"});
  auto node = weakrt::parse_runtime_flag("node", MANIFEST_DIR);
  REQUIRE(node.has_value());
  CHECK(node->version.clauses.empty());
}

TEST_CASE("both kinds of manifest can be checked") {
  Folder folder;
  CHECK(weakrt::check_manifest(fs::path(MANIFEST_DIR) / "node.toml", MANIFEST_DIR).has_value());
  CHECK(weakrt::check_manifest(folder.write("p.toml", "[[runtime]]\nname = \"node\""), MANIFEST_DIR)
            .has_value());
}

TEST_CASE("the wrong kind of manifest is named as such") {
  Folder folder;
  auto runtime = weakrt::read_runtime_manifest(folder.write("p.toml", "[[runtime]]\nname = \"node\"\n"));
  REQUIRE_FALSE(runtime.has_value());
  CHECK(runtime.error().at(0).message == "expected a runtime manifest, found a plugin manifest");
  auto plugin = weakrt::read_plugin_manifest(fs::path(MANIFEST_DIR) / "node.toml", MANIFEST_DIR);
  REQUIRE_FALSE(plugin.has_value());
  CHECK(plugin.error().at(0).message == "expected a plugin manifest, found a runtime manifest");
}

TEST_CASE("a file that cannot be read is an error without a position") {
  Folder folder;
  auto message = [](const fs::path &file) {
    auto result = weakrt::check_manifest(file, MANIFEST_DIR);
    REQUIRE_FALSE(result.has_value());
    REQUIRE(result.error().size() == 1);
    CHECK(result.error()[0].span.line == 0);
    CHECK(result.error()[0].file == file.string());
    return result.error()[0].message;
  };
  CHECK(message(folder.path / "nowhere.toml") == "no such file");
  CHECK(message(folder.path) == "this is a folder, not a file");
  CHECK(message("/dev/zero") == "the file has more than 1024 KiB");
  CHECK(message(folder.write("big.toml", std::string(5'000'000, '#'))) == "the file has more than 1024 KiB");
  CHECK(message("") == "no such file");
}

TEST_CASE("Windows line ends, a byte order mark and a missing last newline are fine") {
  Folder folder;
  auto manifest = plugin(folder, "\xef\xbb\xbf[[runtime]]\r\nname = \"python\"\r\nversion = \">=3.9\"");
  CHECK(manifest.runtimes.at(0).version.text == ">=3.9");
  auto broken = weakrt::check_manifest(folder.write("b.toml", "\xef\xbb\xbf[[runtimes]]\r\nname = 1\r\n"),
                                       MANIFEST_DIR);
  REQUIRE_FALSE(broken.has_value());
  CHECK(text_of(broken.error()).find("b.toml:1:3: error: unknown key `runtimes`\n 1 | [[runtimes]]\n") !=
        std::string::npos);
}

TEST_CASE("hostile nesting does not overflow the stack") {
  Folder folder;
  auto repeated = [](std::string_view part, size_t count) {
    std::string text;
    for (size_t i = 0; i < count; i++)
      text += part;
    return text;
  };
  const std::string hostile[] = {
      repeated("a.", 400'000) + "a = 1",
      "[" + repeated("a.", 400'000) + "a]",
      repeated("\"\".", 250'000) + "a = 1",
      repeated("'.\"'.", 150'000) + "a = 1",
      "a = " + repeated("[", 500'000),
      "a = " + repeated("{a=", 300'000),
      "x = \"\"\"\"\"\"\ny = '''#'''''\n" + repeated("a.", 400'000) + "a = 1",
      "x = \"\\\"\" # \"\n" + repeated("a.", 400'000) + "a = 1",
  };
  for (const std::string &text : hostile) {
    auto result = weakrt::check_manifest(folder.write("h.toml", text), MANIFEST_DIR);
    REQUIRE_FALSE(result.has_value());
    CAPTURE(result.error()[0].message);
    CHECK((result.error()[0].message.find("more than 32") != std::string::npos ||
           result.error()[0].message.find("deeper than 32") != std::string::npos));
    CHECK(text_of(result.error()).size() < 1000);
  }
}

TEST_CASE("brackets and dots in strings and comments do not nest") {
  Folder folder;
  std::string dots(100, '.'), brackets(100, '[');
  auto manifest = plugin(folder, "# " + dots + brackets + "\n[[runtime]]\nname = \"python\" # " + brackets +
                                     "\noptional = [\"a" + dots + "\", 'b" + brackets + "', \"\"\"c\"" +
                                     brackets + "\"\"\", \"\\\"" + brackets + "\"]\n");
  CHECK(manifest.runtimes.at(0).optional.size() == 4);
}

TEST_CASE("a hostile interface file gives few errors") {
  Folder folder;
  std::string lines;
  for (int i = 0; i < 100'000; i++)
    lines += "nonsense\n";
  folder.write("x.symbols", lines);
  auto result = weakrt::check_manifest(
      folder.write("x.toml",
                   "name = \"x\"\nidentify = [\"x\"]\nsymbols = [\"x\"]\ninterface = \"x.symbols\"\n"),
      MANIFEST_DIR);
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().size() <= 21);
}

TEST_CASE("a glob matches names as a whole") {
  CHECK(matches_glob("Py*", "PyLong_FromLong"));
  CHECK(matches_glob("Py*", "Py"));
  CHECK_FALSE(matches_glob("Py*", "_Py_NoneStruct"));
  CHECK_FALSE(matches_glob("Py", "PyX"));
  CHECK(matches_glob("*", ""));
  CHECK(matches_glob("", ""));
  CHECK_FALSE(matches_glob("", "a"));
  CHECK(matches_glob("*_From*", "PyLong_FromLong"));
  CHECK_FALSE(matches_glob("*_From", "PyLong_FromLong"));
  CHECK(matches_glob("*Long", "PyLong_FromLong"));
  CHECK(matches_glob("a*b*c", "a_b_b_c"));
  CHECK_FALSE(matches_glob("a*b*c", "a_c_b"));
  CHECK(matches_glob("**a**", "bab"));
  CHECK(matches_glob("n?pi_*", "napi_x"));
  CHECK_FALSE(matches_glob("n?pi_*", "npi_x"));
  CHECK_FALSE(matches_glob("?", ""));
  CHECK_FALSE(matches_glob("py*", "Py"));
  CHECK(matches_glob("[a]", "[a]"));
}

TEST_CASE("a glob of many stars is not slow") {
  std::string name(20'000, 'a');
  CHECK_FALSE(matches_glob("*a*a*a*a*a*a*a*a*a*a*a*a*b", name));
}
