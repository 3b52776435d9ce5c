// A library of native methods, and a program's way to a Java machine of its own. Nothing in it is about
// weakrt.
#include <jni.h>

#include "../work.h"

#include <cstring>
#include <dlfcn.h>
#include <string>

static const char expression[] =
    "Runtime.version().feature() + \" \" + java.util.stream.IntStream.rangeClosed(1, 5)"
    ".mapToObj(i -> i * i + \"\").toList() + \"gr\\u00fc\\u00dfe\".toUpperCase()";

static JNIEnv *environment() {
  JavaVM *machine = nullptr;
  jsize count = 0;
  void *found = nullptr;
  if (JNI_GetCreatedJavaVMs(&machine, 1, &count) != JNI_OK || count != 1)
    return nullptr;
  machine->GetEnv(&found, JNI_VERSION_10);
  return static_cast<JNIEnv *>(found);
}

static std::string text(JNIEnv *java, jobject string) {
  const char *utf = string ? java->GetStringUTFChars(static_cast<jstring>(string), nullptr) : nullptr;
  return utf ? utf : "";
}

// A static method of Host.java, from String to String.
static std::string ask(JNIEnv *java, jclass host, const char *method, const char *argument) {
  jmethodID id = java->GetStaticMethodID(host, method, "(Ljava/lang/String;)Ljava/lang/String;");
  jobject answer = id ? java->CallStaticObjectMethod(host, id, java->NewStringUTF(argument)) : nullptr;
  return java->ExceptionCheck() ? "" : text(java, answer);
}

static bool thrown_in_java(JNIEnv *java) {
  jclass integer = java->FindClass("java/lang/Integer");
  jmethodID parse = java->GetStaticMethodID(integer, "parseInt", "(Ljava/lang/String;)I");
  java->CallStaticIntMethod(integer, parse, java->NewStringUTF("no number"));
  jthrowable error = java->ExceptionOccurred();
  java->ExceptionClear();
  jclass kind = java->FindClass("java/lang/NumberFormatException");
  if (!error || !java->IsInstanceOf(error, kind))
    return false;
  jmethodID message = java->GetMethodID(kind, "getMessage", "()Ljava/lang/String;");
  return text(java, java->CallObjectMethod(error, message)) == "For input string: \"no number\"";
}

extern "C" JNICALL jint twice(JNIEnv *, jclass, jint number) {
  return 2 * number;
}

// The interfaces of the network are asked by libnet.so, which the JDK loads when it is first needed.
static bool loads_libnet(JNIEnv *java) {
  if (dlopen("libnet.so", RTLD_LAZY | RTLD_NOLOAD))
    return false;
  jclass network = java->FindClass("java/net/NetworkInterface");
  jmethodID by_name =
      java->GetStaticMethodID(network, "getByName", "(Ljava/lang/String;)Ljava/net/NetworkInterface;");
  jobject found = java->CallStaticObjectMethod(network, by_name, java->NewStringUTF("lo"));
  return found && dlopen("libnet.so", RTLD_LAZY | RTLD_NOLOAD);
}

extern "C" JNICALL jint work(JNIEnv *java, jclass host) {
  say("expression", expression);
  check("modules", loads_libnet(java));
  check("strings", ask(java, host, "reversed", "to Java") == "avaJ ot");
  check("error", thrown_in_java(java));

  static const JNINativeMethod method = {(char *)"twice", (char *)"(I)I", reinterpret_cast<void *>(twice)};
  jmethodID quadruple = java->GetStaticMethodID(host, "quadruple", "(I)I");
  check("native", java->RegisterNatives(host, &method, 1) == JNI_OK &&
                      java->CallStaticIntMethod(host, quadruple, 21) == 84);
  say("result", ask(java, host, "evaluate", expression).c_str());
  return finish();
}

// System.load() calls this.
extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM *, void *) {
  JNIEnv *java = environment();
  static const JNINativeMethod method = {(char *)"work", (char *)"()I", reinterpret_cast<void *>(work)};
  jclass host = java ? java->FindClass("Host") : nullptr;
  return host && java->RegisterNatives(host, &method, 1) == JNI_OK ? JNI_VERSION_10 : JNI_ERR;
}

EXPORTED int plugin_run(void) {
  JavaVMOption options[] = {{(char *)"-Djava.class.path=.", nullptr}};
  JavaVMInitArgs arguments = {JNI_VERSION_10, 1, options, JNI_FALSE};
  JavaVM *machine = nullptr;
  void *java = nullptr;
  if (JNI_CreateJavaVM(&machine, &java, &arguments) != JNI_OK || java != environment())
    return 1;
  jclass host = environment()->FindClass("Host");
  int failed = host ? work(environment(), host) : 1;
  return machine->DestroyJavaVM() != JNI_OK || failed;
}
