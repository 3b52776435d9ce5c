// weakrt explain with processes that run.
#include "said.h"

#include <catch2/generators/catch_generators.hpp>
#include <catch2/matchers/catch_matchers_string.hpp>

#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace explain_test;
using Catch::Matchers::ContainsSubstring;

namespace {

/// A process that is ready when it has written a line, and is ended with the value.
class Running {
public:
  explicit Running(const Command &command) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0)
      throw std::runtime_error("pipe2 failed");
    child = fork();
    if (child == 0) {
      prctl(PR_SET_PDEATHSIG, SIGKILL);
      dup2(ends[1], STDOUT_FILENO);
      std::vector<char *> arguments;
      for (const std::string &argument : command)
        arguments.push_back(const_cast<char *>(argument.c_str()));
      arguments.push_back(nullptr);
      execvp(arguments[0], arguments.data());
      _exit(127);
    }
    close(ends[1]);
    char c = 0;
    while (read(ends[0], &c, 1) == 1 && c != '\n')
      first_line.push_back(c);
    close(ends[0]);
  }
  ~Running() { end(); }
  Running(const Running &) = delete;
  Running &operator=(const Running &) = delete;

  void end() {
    if (child > 0) {
      kill(child, SIGKILL);
      waitpid(child, nullptr, 0);
    }
    child = -1;
  }
  /// Ends it, and leaves it unburied.
  void die() const {
    kill(child, SIGKILL);
    siginfo_t info;
    waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT);
  }
  std::string pid() const { return std::to_string(child); }

  std::string first_line;

private:
  pid_t child = -1;
};

/// HOST LIBRARY…: loads them in order, says "ready", and waits.
fs::path waiting_host(const Workshop &here, const Command &flags = {}, std::string_view more = "") {
  fs::path source = here.write("waiting.c", std::string(R"(
#include <dlfcn.h>
#include <stdio.h>
#include <unistd.h>
int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i)
    if (!dlopen(argv[i], RTLD_NOW | RTLD_LOCAL))
      puts(dlerror());
  puts("ready");
  fflush(stdout);
  for (;;)
    pause();
}
)") + std::string(more));
  must_run(Command{"gcc", "-O2", source, "-o", here / "waiting", "-ldl"} + flags);
  return here / "waiting";
}

Command explain_pid(const Running &process, const Command &more = {}) {
  return Command{"plugin.so", "--pid", process.pid()} + more;
}

} // namespace

TEST_CASE("a program that is a plugin itself, running") {
  Workshop here;
  Command flags = GENERATE(Command{"-pie"}, Command{"-no-pie"});
  demo_program(here,
               "#include <stdio.h>\n#include <unistd.h>\n"
               "int main(void) { puts(\"ready\"); fflush(stdout); for (;;) pause(); }\n",
               flags);
  Running process({"env", "LD_LIBRARY_PATH=" + kit().folder.string(), here / "program"});
  REQUIRE(process.first_line == "ready");
  check_said("pid-program", here, {"program", "--pid", process.pid()}, {}, process.pid());
  Running other({waiting_host(here)});
  REQUIRE(other.first_line == "ready");
  check_said("pid-other-program", here, {"program", "--pid", other.pid()}, {}, other.pid());
}

TEST_CASE("a process without the runtime") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  // What it would load is decided by its environment, not by ours.
  Running process({"env", "LD_LIBRARY_PATH=" + kit().folder.string(), waiting_host(here)});
  REQUIRE(process.first_line == "ready");
  check_said("pid-without", here, explain_pid(process), {"LD_LIBRARY_PATH=/nowhere"}, process.pid());
  Running other({here / "waiting"});
  check_said("pid-without-any", here, explain_pid(other), {"LD_LIBRARY_PATH=" + kit().folder.string()},
             other.pid());
}

TEST_CASE("a process that has loaded the runtime, locally and under another name") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  fs::copy_file(kit().library, here / "embedded.so");
  Running process({waiting_host(here), here / "embedded.so"});
  REQUIRE(process.first_line == "ready");
  check_said("pid-local", here, explain_pid(process), {}, process.pid());
}

TEST_CASE("a version is read from the memory of the process") {
  Workshop here;
  auto [kind, source] = GENERATE(table<std::string, std::string>(
      {{"text", "char demo_version[8];\n__attribute__((constructor)) static void set(void) { "
                "strcpy(demo_version, \"1.9\"); }"},
       {"text-pointer", "const char *demo_version;\n__attribute__((constructor)) static void set(void) { "
                        "demo_version = \"1.9\"; }"},
       {"packed", "unsigned demo_version;\n__attribute__((constructor)) static void set(void) { demo_version "
                  "= 0x01090000; }"}}));
  demo_plugin(here, ">=1", "version = [{ symbol = \"demo_version\", kind = \"" + kind + "\" }]");
  here.library("live.so", "#include <string.h>\n" + demo_with_version(source));
  Running process({waiting_host(here), here / "live.so"});
  REQUIRE(process.first_line == "ready");
  Outcome outcome = run(Command{tool(), "explain", here / "plugin.so", "--pid", process.pid()});
  CHECK_THAT(outcome.out, ContainsSubstring("live.so: has it, version 1.9"));
}

TEST_CASE("a process that has the plugin, bound") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  Running process({waiting_host(here), kit().library, here / "plugin.so"});
  REQUIRE(process.first_line == "ready");
  Outcome outcome = check_said("pid-bound", here, explain_pid(process), {}, process.pid());
  CHECK(outcome.ok());
  SECTION("json says the same") {
    fs::path json =
        here.write("bound.json",
                   must_run({tool(), "explain", here / "plugin.so", "--pid", process.pid(), "--json"}).out);
    std::string check =
        "import json, sys; p = json.load(open(sys.argv[1])); b = p['runtimes'][0]['bound'];"
        "assert p['loaded'] is True and p['pid'] == int(sys.argv[2]), p;"
        "assert list(b['modules']) == [sys.argv[3]] and b['null'] == 1 and b['trapped'] == 0, b";
    Outcome checked = run({"/usr/bin/python3", "-c", check, json, process.pid(), kit().library});
    CHECK(checked.err == "");
    CHECK(checked.ok());
  }
  SECTION("by another path to the same file") {
    fs::create_symlink("plugin.so", here / "link.so");
    Outcome same = run({tool(), "explain", here / "link.so", "--pid", process.pid()});
    CHECK_THAT(same.out, ContainsSubstring("the process has the plugin already:"));
  }
}

TEST_CASE("what the program has copied, the plugin's slots point into the program") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  waiting_host(here,
               {"-no-pie", "-fno-pie", "-Wl,--no-as-needed", "-L" + kit().folder.string(), "-ldemo",
                "-Wl,-rpath," + kit().folder.string()},
               "extern int demo_answer; int use(void) { return demo_answer; }\n");
  Running process({here / "waiting", here / "plugin.so"});
  REQUIRE(process.first_line == "ready");
  check_said("pid-bound-copied", here, explain_pid(process), {}, process.pid());
}

TEST_CASE("a slot belongs to the module of its symbol, wherever behind it the slot points") {
  Workshop here;
  fs::path object = here.compile("far.o", "extern int demo_answer; int *far = &demo_answer + (1 << 28);");
  must_run(driver("gcc") +
           Command{"-shared", "-o", here / "plugin.so", object, "-L" + kit().folder.string(), "-ldemo"} +
           borrow());
  Running process({waiting_host(here), kit().library, here / "plugin.so"});
  REQUIRE(process.first_line == "ready");
  Outcome outcome = run({tool(), "explain", here / "plugin.so", "--pid", process.pid()});
  CHECK_THAT(outcome.out, ContainsSubstring("1 slot points into " + kit().library.string()));
}

TEST_CASE("a process that has the plugin, not bound") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  SECTION("and nothing to bind it to") {
    Running process({waiting_host(here), here / "plugin.so"});
    REQUIRE(process.first_line == "ready");
    Outcome outcome = check_said("pid-not-bound", here, explain_pid(process), {}, process.pid());
    CHECK(outcome.exit_code == 1);
  }
  SECTION("and the runtime came later") {
    Running process({waiting_host(here), here / "plugin.so", kit().library});
    REQUIRE(process.first_line == "ready");
    Outcome outcome = check_said("pid-late", here, explain_pid(process), {}, process.pid());
    CHECK(outcome.ok());
  }
}

TEST_CASE("a library that was deleted, or replaced, is still what the process has") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  fs::copy_file(kit().library, here / "old.so");
  Running process({waiting_host(here), here / "old.so"});
  REQUIRE(process.first_line == "ready");
  fs::remove(here / "old.so");
  if (GENERATE(false, true))
    here.library("old.so", replaced(kit().demo, "demo_", "other_"));
  if (geteuid() != 0)
    SKIP("only root can read a deleted file of a process");
  check_said("pid-deleted", here, explain_pid(process), {}, process.pid());
}

TEST_CASE("a process with another root has its own files") {
  if (geteuid() != 0)
    SKIP("only root can give a process another root");
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  fs::path root = here / "root";
  waiting_host(here);
  must_run({"sh", "-c",
            "mkdir -p $0/usr/lib && cp $1 $0 && cp $2 $0/usr/lib && for f in $(ldd $1 | grep -o '/[^ ]*'); "
            "do mkdir -p $0${f%/*}; cp $f $0$f; done",
            root, here / "waiting", kit().library});
  SECTION("and has loaded it") {
    Running process({"chroot", root, "/waiting", "/usr/lib/libdemo.so.1"});
    REQUIRE(process.first_line == "ready");
    check_said("pid-root", here, explain_pid(process), {}, process.pid());
  }
  SECTION("and would load it") {
    Running process({"chroot", root, "/waiting"});
    REQUIRE(process.first_line == "ready");
    check_said("pid-root-load", here, explain_pid(process), {}, process.pid());
  }
}

TEST_CASE("a process with mounts of its own has its own files") {
  if (!run({"unshare", "-m", "true"}).ok())
    SKIP("a process cannot be given mounts of its own here");
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  waiting_host(here);
  fs::create_directory(here / "lib");
  Running process({"unshare", "-m", "sh", "-c",
                   "mount --bind \"$0\" \"$1\" && LD_LIBRARY_PATH=$1 exec \"$2\"", kit().folder, here / "lib",
                   here / "waiting"});
  REQUIRE(process.first_line == "ready");
  CHECK_FALSE(fs::exists(here / "lib/libdemo.so.1"));
  check_said("pid-mounts", here, explain_pid(process), {}, process.pid());
}

TEST_CASE("a file that is only mapped is no module") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  fs::path program =
      here.write("map.py", "import mmap, sys, time\n"
                           "f = open(sys.argv[1], 'rb')\n"
                           "m = mmap.mmap(f.fileno(), 0, prot=mmap.PROT_READ | mmap.PROT_EXEC)\n"
                           "print('ready', flush=True)\n"
                           "time.sleep(1000)\n");
  Running process({"/usr/bin/python3", program, kit().library});
  REQUIRE(process.first_line == "ready");
  Outcome outcome = run({tool(), "explain", here / "plugin.so", "--pid", process.pid()});
  CHECK_THAT(outcome.out, ContainsSubstring("no module of the process has it\n"));
}

TEST_CASE("a process that is linked statically") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  fs::path source = here.write(
      "alone.c", "#include <unistd.h>\nint main(void) { write(1, \"ready\\n\", 6); for (;;) pause(); }\n");
  must_run({"gcc", GENERATE("-static", "-static-pie"), source, "-o", here / "alone"});
  Running process({here / "alone"});
  REQUIRE(process.first_line == "ready");
  check_said("pid-static", here, explain_pid(process), {}, process.pid());
}

TEST_CASE("a process that has ended") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  Running process({waiting_host(here)});
  REQUIRE(process.first_line == "ready");
  std::string pid = process.pid();
  process.die();
  check_said("pid-dead", here, {"plugin.so", "--pid", pid}, {}, pid);
  process.end();
  check_said("pid-gone", here, {"plugin.so", "--pid", pid}, {}, pid);
}

TEST_CASE("processes that end while they are read are told from others") {
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  fs::path host = waiting_host(here);
  for (int delay = 0; delay < 40; ++delay) {
    Running process({host, kit().library});
    std::string pid = process.pid();
    Outcome outcome =
        run({"sh", "-c", "(sleep 0.0$0; kill -9 $1) & exec $2 explain $3 --pid $1",
             std::to_string(delay / 10) + std::to_string(delay % 10), pid, tool(), here / "plugin.so"});
    INFO(outcome.out << outcome.err);
    CHECK(outcome.signal == 0);
    if (outcome.exit_code == 0)
      CHECK_THAT(outcome.out, ContainsSubstring("libdemo.so.1 (hosted)"));
    else
      CHECK_THAT(outcome.err, ContainsSubstring("process " + pid));
  }
}

TEST_CASE("a process of another user is not read") {
  if (geteuid() != 0)
    SKIP("only root can be another user");
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  Running process({waiting_host(here)});
  REQUIRE(process.first_line == "ready");
  Outcome reached = run(
      {"setpriv", "--reuid=65534", "--clear-groups", "test", "-x", tool(), "-a", "-r", here / "plugin.so"});
  if (!reached.ok())
    SKIP("another user cannot reach the build folder");
  Outcome outcome = run({"setpriv", "--reuid=65534", "--clear-groups", tool(), "explain", here / "plugin.so",
                         "--pid", process.pid()});
  check_golden("pid-other-user.said", replaced(outcome.err, process.pid(), "$PID"));
  CHECK(outcome.how_it_ended() == "exit code 1");
}

TEST_CASE("the kernel's own processes run no program") {
  std::error_code error;
  if (fs::exists("/proc/2/exe") || read_file("/proc/2/comm") != "kthreadd\n" || geteuid() != 0)
    SKIP("process 2 is not the kernel's here");
  Workshop here;
  demo_plugin(here, ">=1", version_as_text);
  check_said("pid-kernel", here, {"plugin.so", "--pid", "2"});
}

TEST_CASE("the real Python, running") {
  fs::path python = real_python();
  Workshop here;
  python_plugin(here);
  std::string then =
      GENERATE(as<std::string>(), "", "ctypes.CDLL(sys.argv[1])", "ctypes.CDLL('libpython3.11.so.1.0')");
  CAPTURE(then);
  fs::path program = here.write("run.py", "import ctypes, sys, time\n" + then +
                                              "\nprint('ready', flush=True)\ntime.sleep(1000)\n");
  Running process({"env", "-i", python, program, here / "plugin.so"});
  REQUIRE(process.first_line == "ready");
  Outcome outcome = run({tool(), "explain", here / "plugin.so", "--pid", process.pid()});
  INFO(outcome.out << outcome.err);
  CHECK(outcome.ok());
  CHECK_THAT(outcome.out, ContainsSubstring("main program /usr/bin/python3.11: has it, version 3.11."));
  CHECK_THAT(outcome.out, ContainsSubstring("2 imports: all there\n"));
  if (then.ends_with("argv[1])"))
    CHECK_THAT(outcome.out, ContainsSubstring("2 slots point into /usr/bin/python3.11\n"));
  if (then.ends_with("1.0')"))
    CHECK_THAT(outcome.out, ContainsSubstring("the one that is initialised when the plugin is loaded"));
  else
    CHECK_THAT(outcome.out, ContainsSubstring("chosen: the main program (hosted), the only one\n"));
}
